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
  /** Fields of the record that only repeat the error. They do not become properties. */
  readonly repeated?: readonly string[] | undefined
}

/**
 * Returns the error in the first of `errorKeys` that holds one: an Error, or an object with `message` and `stack`, which is
 * how serializers and other processes write an error. The record then becomes a row of `exceptions`. An error in a later key
 * stays a property. If no key holds one, returns the error whose stack is a field of the record itself.
 *
 * A serialized error may have a `type` or a `name`. Its stack is in `stack`, as a string or an array of lines, or in
 * `stack_trace`. Its causes are in `cause`, or in the stack after "Caused by:".
 */
export function findError(fields: object, errorKeys: readonly string[]): FoundError | undefined {
  const spread = spreadError(fields)
  // Beside a stack, `cause` is the cause of the error that the stack belongs to.
  const found = errorUnder(fields, spread === undefined ? errorKeys : errorKeys.filter((key) => key !== 'cause'))
  return found === undefined ? spread : { ...found, repeated: repeatedFields(fields, found.value, errorKeys) }
}

/** Does the same for a record that has none of `STACK_KEYS`. */
export function errorUnder(fields: object, errorKeys: readonly string[]): FoundError | undefined {
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

/** Returns the fields of a record that only repeat the error: its stack and its parts beside it, and copies under `errorKeys`. */
export function repeatedFields(fields: object, error: unknown, errorKeys: readonly string[]): readonly string[] {
  const [name, message, stack, cause] = ['name', 'message', 'stack', 'cause'].map((key) =>
    readField(Object(error), key),
  )
  if (typeof stack !== 'string' || stack === '') return []
  const isPart = (value: unknown) =>
    value === name || value === message || (isError(cause) && errorIn(value) !== undefined)
  const parts = STACK_KEYS.filter(({ key }) => stackText(readField(fields, key)) === stack).flatMap(
    ({ key, prefix }) => [
      key,
      ...PARTS.map((part) => `${prefix}${part}`).filter((part) => isPart(readField(fields, part))),
    ],
  )
  const copies = errorKeys.filter((key) => {
    const copy = Object(errorIn(readField(fields, key))?.value)
    return readField(copy, 'stack') === stack && readField(copy, 'message') === message
  })
  return [...parts, ...copies]
}

const PARTS = ['name', 'type', 'message', 'cause']

/** The fields in which loggers and formats write the stack of an error: of V8, of the Elastic Common Schema, and others. */
const STACK_FIELDS: readonly string[] = ['stack', 'stack_trace', 'stackTrace', 'stacktrace']

/** A field of a record that may contain a stack. The other fields of the error have the same prefix. */
interface StackKey {
  readonly prefix: string
  readonly key: string
}

/** The Elastic Common Schema and OpenTelemetry write a prefix. */
export const STACK_KEYS: readonly StackKey[] = ['', 'error.', 'exception.'].flatMap((prefix) =>
  STACK_FIELDS.map((field) => ({ prefix, key: `${prefix}${field}` })),
)

/** The fields that become part of the exception. All other fields belong to the application, such as `code`. */
export const SERIALIZED_FIELDS: readonly string[] = ['type', 'name', 'message', ...STACK_FIELDS, 'aggregateErrors']

/** Whether a value has the message and the stack of an error. The stack may be an empty string, or an array of lines. */
export function isSerializedError(value: unknown): value is SerializedError {
  return isFields(value) && typeof value['message'] === 'string' && stackOf(value) !== undefined
}

// --- helpers, in order of use ---

/** Returns the error whose stack, and maybe type and cause, were copied into the record itself. */
function spreadError(fields: object): FoundError | undefined {
  for (const { prefix, key } of STACK_KEYS) {
    const stack = stackText(readField(fields, key))
    if (stack?.includes('\n    at ') !== true) continue
    const own = (name: string) => readField(fields, `${prefix}${name}`)
    const type = isClassOfErrors(own('type')) ? own('type') : undefined
    const copied = { ...errorHead(stack), stack, type, cause: own('cause'), aggregateErrors: own('aggregateErrors') }
    const value = errorIn(copied)?.value ?? errorIn({ ...copied, cause: undefined, aggregateErrors: undefined })?.value
    return { value, repeated: repeatedFields(fields, value, []) }
  }
  return undefined
}

/** Whether a field called `type` is that of an error: the application may have a field with this name. */
function isClassOfErrors(type: unknown): type is string {
  return typeof type === 'string' && /^\w{0,100}(?:Error|Exception)$/.test(type)
}

/** An error in the form in which loggers and their serializers write it to JSON. */
interface SerializedError {
  readonly message: string
  /** V8's stack. The stacks of the causes may follow it, each after `Caused by:` at the beginning of a line. */
  readonly stack?: unknown
  readonly type?: unknown
  readonly name?: unknown
  readonly cause?: unknown
  readonly aggregateErrors?: unknown
}

/** Returns the error that was serialized, with its causes as errors. */
function revivedError(serialized: SerializedError, depth = 0): Error {
  const [stack = '', ...causeStacks] = (stackOf(serialized) ?? '').split(CAUSED_BY).slice(0, MAX_CAUSES)
  const revive = (value: unknown) => {
    if (isError(value)) return [value]
    return isSerializedError(value) && depth < MAX_DEPTH ? [revivedError(value, depth + 1)] : []
  }
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

function stackOf(serialized: object): string | undefined {
  for (const field of STACK_FIELDS) {
    const stack = stackText(Reflect.get(serialized, field))
    if (stack !== undefined) return stack
  }
  return undefined
}

/** Returns a stack that is a string or an array of lines. */
function stackText(stack: unknown): string | undefined {
  if (typeof stack === 'string') return stack
  const lines = isList(stack) ? stack.slice(0, MAX_LINES) : undefined
  return lines?.every((line) => typeof line === 'string') ? lines.join('\n') : undefined
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
