import { errorHead, isFields } from '@azmon/core'

/** An error as pino's serialisers write it: its causes stand in message and stack, unless `errWithCause` wrote it. */
export interface SerializedError {
  readonly message: string
  readonly stack: string
  readonly type?: unknown
  readonly name?: unknown
  readonly cause?: unknown
  readonly aggregateErrors?: unknown
}

/** Where all of that has a place in the exception. What else there is are fields of the application's own (`code` …). */
export const ERROR_PLACED: ReadonlySet<string> = new Set(['type', 'message', 'stack', 'name', 'aggregateErrors'])

export function isSerializedError(value: unknown): value is SerializedError {
  return isFields(value) && typeof value['message'] === 'string' && typeof value['stack'] === 'string'
}

/** The error that pino has serialised, with each of its causes an error of its own again. */
export function revivedError(serialized: SerializedError, depth = 0): Error {
  const [stack = '', ...causeStacks] = serialized.stack.split('\ncaused by: ').slice(0, MAX_CAUSES)
  const revive = (value: unknown) =>
    isSerializedError(value) && depth < MAX_DEPTH ? [revivedError(value, depth + 1)] : []
  let [cause] = revive(serialized.cause)
  let messagesBehind = ''
  const last = causeStacks.at(-1)
  if (last?.endsWith(CIRCULAR)) {
    causeStacks.pop()
    messagesBehind = `: ${errorHead(last.slice(0, -CIRCULAR.length)).message}: ...`
  }
  for (const causeStack of causeStacks.toReversed()) {
    const head = errorHead(causeStack)
    cause = anError({ ...head, stack: causeStack, cause })
    messagesBehind = `: ${head.message}${messagesBehind}`
  }
  const message = withoutEnd(serialized.message, messagesBehind)
  const { aggregateErrors } = serialized
  const errors = Array.isArray(aggregateErrors) ? aggregateErrors.flatMap(revive) : []
  return anError({ name: nameOf(serialized), message, stack, cause, errors })
}

// --- helpers, in order of use ---

/** How pino ends the stack of a cause that has been there before: its message is `...` behind its own then. */
const CIRCULAR = '\ncauses have become circular...'

/** More than these are not shown anyway, and records may come from anywhere. */
const MAX_CAUSES = 20
const MAX_DEPTH = 8

interface ErrorFields {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly cause: Error | undefined
  readonly errors?: readonly Error[]
}

/** Not by its constructor, which would take a stack that nobody wants. */
function anError(fields: ErrorFields): Error {
  return Object.assign(Object.create(Error.prototype), fields)
}

function withoutEnd(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text
}

/** The name it gives itself, else its class: many classes leave `name` at `Error`. */
function nameOf({ name, type }: SerializedError): string {
  if (typeof name === 'string' && name !== '' && name !== 'Error') return name
  return typeof type === 'string' && type !== '' ? type : 'Error'
}
