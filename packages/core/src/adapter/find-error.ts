import { isFields, isList, readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import { errorHead } from '../envelope/stack'

/** The error that a record is about. */
export interface FoundError {
  /** An Error, or whatever else was thrown; for a serialized error, the Error that it describes. */
  readonly value: unknown
  /** The field that it was found in; undefined if it was not in a field. */
  readonly key?: string | undefined
  /**
   * The object with the error's own fields (`code` …), which become properties: the Error itself, or its serialized form.
   * Undefined if the record has these fields already.
   */
  readonly fields?: object | undefined
}

/**
 * Returns the error in the first of `errorKeys` that holds one: an Error, or an object that has its `message` and `stack`,
 * as serializers and other processes write it. The record is then a row of `exceptions`.
 *
 * Serialized forms: `type` or `name`; `stack` as a string or a list of lines, or `stack_trace`; causes in `cause`, or in the
 * stack after "Caused by:". An error in a later key stays a property.
 */
export function findError(fields: object, errorKeys: readonly string[]): FoundError | undefined {
  for (const key of errorKeys) {
    const found = errorIn(readField(fields, key), key)
    if (found !== undefined) return found
  }
  return undefined
}

/** The same for one value, if the logger knows where its error is. */
export function errorIn(value: unknown, key?: string): FoundError | undefined {
  if (isError(value)) return { value, fields: value, key }
  try {
    return isSerializedError(value) ? { value: revivedError(value), fields: value, key } : undefined
  } catch {
    return undefined // a getter or Proxy of the application
  }
}

/** Fields that become part of the exception. The others are the application's own, such as `code`. */
export const SERIALIZED_FIELDS: readonly string[] = [
  'type',
  'name',
  'message',
  'stack',
  'stack_trace',
  'aggregateErrors',
]

/** Whether a value has the message and the stack of an error; the stack may be a string, even empty, or a list of lines. */
export function isSerializedError(value: unknown): value is SerializedError {
  return isFields(value) && typeof value['message'] === 'string' && stackOf(value) !== undefined
}

// --- helpers, in order of use ---

/** An error as loggers and their serializers write it to JSON. */
interface SerializedError {
  readonly message: string
  /** V8's stack, perhaps with the stacks of its causes after it, each after a line that begins with `Caused by:`. */
  readonly stack?: unknown
  /** The same in the Elastic Common Schema. */
  readonly stack_trace?: unknown
  readonly type?: unknown
  readonly name?: unknown
  readonly cause?: unknown
  readonly aggregateErrors?: unknown
}

/** Returns the error that was serialized; each of its causes is an error of its own again. */
function revivedError(serialized: SerializedError, depth = 0): Error {
  const [stack = '', ...causeStacks] = (stackOf(serialized) ?? '').split(CAUSED_BY).slice(0, MAX_CAUSES)
  const revive = (value: unknown) =>
    isSerializedError(value) && depth < MAX_DEPTH ? [revivedError(value, depth + 1)] : []
  let [cause] = revive(serialized.cause)
  let causeMessages = ''
  const last = causeStacks.at(-1)
  if (last?.endsWith(CIRCULAR)) {
    causeStacks.pop()
    causeMessages = `: ${errorHead(last.slice(0, -CIRCULAR.length)).message}: ...`
  }
  for (const causeStack of causeStacks.toReversed()) {
    const head = errorHead(causeStack)
    cause = anError({ ...head, stack: causeStack, cause })
    causeMessages = `: ${head.message}${causeMessages}`
  }
  const message = withoutEnd(serialized.message, causeMessages)
  const { aggregateErrors } = serialized
  const errors = isList(aggregateErrors) ? aggregateErrors.flatMap(revive) : []
  return anError({ name: nameOf(serialized), message, stack, cause, errors })
}

function stackOf({ stack, stack_trace: trace }: Partial<SerializedError>): string | undefined {
  if (typeof stack === 'string') return stack
  const lines = isList(stack) ? stack.slice(0, MAX_LINES) : undefined
  if (lines?.every((line) => typeof line === 'string')) return lines.join('\n')
  return typeof trace === 'string' ? trace : undefined
}

/** More than an exception shows, and records may come from anywhere. */
const MAX_LINES = 1_000

/** pino writes it in lower case, bunyan and others do not. */
const CAUSED_BY = /\n[Cc]aused by: /

/** How pino ends the stack of a cause that has occurred before; its message ends in `...` then. */
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

/** Without the constructor, which would capture a stack of its own. */
function anError(fields: ErrorFields): Error {
  return Object.assign(Object.create(Error.prototype), fields)
}

/** pino appends the messages of the causes to the message. */
function withoutEnd(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text
}

/** The error's own name, else its class: many classes leave `name` at `Error`. */
function nameOf({ name, type }: SerializedError): string {
  if (typeof name === 'string' && name !== '' && name !== 'Error') return name
  return typeof type === 'string' && type !== '' ? type : 'Error'
}
