import { isFields, isList, readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import { errorHead } from '../envelope/stack'

/** The error that a record is about. */
export interface FoundError {
  /** The Error, or another value that was thrown; for a serialized error, the Error that it describes. */
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
 * Returns the error in the first of `errorKeys` that holds one: an Error, or an object with `message` and `stack`, which is
 * how serializers and other processes write an error. The record then becomes a row of `exceptions`. An error in a later key
 * stays a property.
 *
 * A serialized error may have a `type` or a `name`. Its stack is in `stack`, as a string or an array of lines, or in
 * `stack_trace`. Its causes are in `cause`, or in the stack after "Caused by:".
 */
export function findError(fields: object, errorKeys: readonly string[]): FoundError | undefined {
  for (const key of errorKeys) {
    const found = errorIn(readField(fields, key), key)
    if (found !== undefined) return found
  }
  return undefined
}

/** Returns the error in a single value, for loggers that know where the error is. */
export function errorIn(value: unknown, key?: string): FoundError | undefined {
  if (isError(value)) return { value, fields: value, key }
  try {
    return isSerializedError(value) ? { value: revivedError(value), fields: value, key } : undefined
  } catch {
    return undefined // a getter or Proxy of the application has thrown
  }
}

/** The fields that become part of the exception. All other fields belong to the application, such as `code`. */
export const SERIALIZED_FIELDS: readonly string[] = [
  'type',
  'name',
  'message',
  'stack',
  'stack_trace',
  'aggregateErrors',
]

/** Whether a value has the message and the stack of an error. The stack may be an empty string, or an array of lines. */
export function isSerializedError(value: unknown): value is SerializedError {
  return isFields(value) && typeof value['message'] === 'string' && stackOf(value) !== undefined
}

// --- helpers, in order of use ---

/** An error in the form in which loggers and their serializers write it to JSON. */
interface SerializedError {
  readonly message: string
  /** V8's stack. The stacks of the causes may follow it, each after `Caused by:` at the beginning of a line. */
  readonly stack?: unknown
  /** The stack in the Elastic Common Schema. */
  readonly stack_trace?: unknown
  readonly type?: unknown
  readonly name?: unknown
  readonly cause?: unknown
  readonly aggregateErrors?: unknown
}

/** Returns the error that was serialized, with its causes as errors. */
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
    cause = createError({ ...head, stack: causeStack, cause })
    causeMessages = `: ${head.message}${causeMessages}`
  }
  const message = withoutEnd(serialized.message, causeMessages)
  const { aggregateErrors } = serialized
  const errors = isList(aggregateErrors) ? aggregateErrors.flatMap(revive) : []
  return createError({ name: nameOf(serialized), message, stack, cause, errors })
}

function stackOf({ stack, stack_trace: trace }: Partial<SerializedError>): string | undefined {
  if (typeof stack === 'string') return stack
  const lines = isList(stack) ? stack.slice(0, MAX_LINES) : undefined
  if (lines?.every((line) => typeof line === 'string')) return lines.join('\n')
  return typeof trace === 'string' ? trace : undefined
}

/** A limit, because records may come from anywhere. An exception shows fewer lines. */
const MAX_LINES = 1_000

/** pino writes `caused` in lower case; bunyan and others use a capital. */
const CAUSED_BY = /\n[Cc]aused by: /

/** The end of pino's stack if a cause occurs twice. The message then ends with `...`. */
const CIRCULAR = '\ncauses have become circular...'

/** A limit, because records may come from anywhere. An exception shows fewer causes. */
const MAX_CAUSES = 20
const MAX_DEPTH = 8

interface ErrorFields {
  readonly name: string
  readonly message: string
  readonly stack: string
  readonly cause: Error | undefined
  readonly errors?: readonly Error[]
}

/** Creates an Error without calling its constructor, which would capture a new stack. */
function createError(fields: ErrorFields): Error {
  return Object.assign(Object.create(Error.prototype), fields)
}

/** Removes the messages of the causes, which pino appends to the message. */
function withoutEnd(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text
}

/** Returns the error's own name, else its class, because in many classes `name` is still `Error`. */
function nameOf({ name, type }: SerializedError): string {
  if (typeof name === 'string' && name !== '' && name !== 'Error') return name
  return typeof type === 'string' && type !== '' ? type : 'Error'
}
