import { isFields, isList, readField } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import { errorHead } from '../envelope/stack'
import {
  hasFrames,
  isGeneric,
  isSerializedError,
  namesError,
  revivedError,
  STACK_FIELDS,
  serializedIn,
  stackOf,
  stackText,
} from './serialized-error'

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
  /** For an error that nothing has caught: Node's term, `uncaughtException` or `unhandledRejection`. It becomes a property. */
  readonly uncaught?: string | undefined
}

/**
 * Returns the error in the first of `errorKeys` that holds one: an Error, an object with `message` and `stack`, which is how
 * serializers and other processes write an error, or only a stack. The record then becomes a row of `exceptions`. An error in a
 * later key stays a property.
 *
 * If no key holds one, returns the error whose parts are fields of the record itself: its stack, and maybe its type and
 * message, also as `error.stack_trace` and so on.
 *
 * A serialized error may have a `type` or a `name`. Its stack is in `stack`, as a string or an array of lines, or in
 * `stack_trace`. Its causes are in `cause`, or in the stack after "Caused by:".
 */
export function findError(fields: object, errorKeys: readonly string[]): FoundError | undefined {
  const flattened = flattenedError(fields)
  // Next to a stack, `cause` is the cause of the error that the stack belongs to.
  const found = errorUnder(fields, flattened === undefined ? errorKeys : errorKeys.filter((key) => key !== 'cause'))
  if (found === undefined) return flattened
  const { value, key, fields: own } = found
  return { value, key, fields: own, repeated: repeatedFields(fields, value, errorKeys) }
}

/** Does the same for a record that has none of `FLATTENED_ERROR_KEYS`. */
export function errorUnder(fields: object, errorKeys: readonly string[]): FoundError | undefined {
  for (const key of errorKeys) {
    const found = errorIn(readField(fields, key), key)
    if (found !== undefined) return found
  }
  return undefined
}

/** Returns the error in a single value, for loggers that know where the error is. */
export function errorIn(value: unknown, key?: string): FoundError | undefined {
  if (value === undefined) return undefined
  if (isError(value)) return { value, fields: value, key }
  try {
    const serialized = serializedIn(value)
    return serialized && { value: revivedError(serialized), fields: isFields(value) ? value : undefined, key }
  } catch {
    return undefined // a getter or Proxy of the application has thrown
  }
}

/** Returns the error for a value that was thrown. It may be any value; the fields of an object become properties. */
export function thrownError(value: unknown, key?: string): FoundError {
  const hasFields = typeof value === 'object' && value !== null && !isList(value)
  return errorIn(value, key) ?? { value, key, fields: hasFields ? value : undefined }
}

/** Returns the fields of a record that only repeat the error: its stack and its parts beside it, and copies under `errorKeys`. */
export function repeatedFields(fields: object, error: unknown, errorKeys: readonly string[]): readonly string[] {
  const stack = readField(Object(error), 'stack')
  if (typeof stack !== 'string' || stack === '') return []
  const repeated: string[] = []
  // The stack of an Error is not among its keys.
  for (const { stackKeys, partKeys } of isError(fields) ? FLATTENED.slice(0, 1) : flattenedKeysIn(fields)) {
    const stacks = stackKeys.filter((key) => stackText(readField(fields, key)) === stack)
    if (stacks.length > 0)
      repeated.push(...stacks, ...partKeys.filter((key) => isPart(readField(fields, key), Object(error))))
  }
  for (const key of errorKeys) {
    const copy = errorIn(readField(fields, key))?.value
    if (copy !== undefined && isSame(Object(copy), Object(error))) repeated.push(key)
  }
  return repeated
}

/**
 * Returns the error with the type and message in the head of its stack, if its own message only repeats the log text.
 * nestjs-pino makes such an error from the arguments of `error(text, stack)`.
 */
export function namedByStack(found: FoundError, text: unknown): FoundError {
  const { value, fields } = found
  if (!isError(value) || isError(fields) || !isFields(fields) || value.message !== text) return found
  if (!isGeneric(fields['type']) || !isGeneric(fields['name'])) return found
  const { stack = '' } = value
  if (stack.startsWith(value.message, `${value.name}: `.length)) return found // the stack is that of this error
  const { name, message } = errorHead(stack)
  if (message === '' || message.includes(value.message) || value.message.includes(message)) return found
  return { ...found, value: Object.assign(Object.create(Error.prototype), value, { name, message }) }
}

/** The prefixes of an error's parts in a record: the Elastic Common Schema and OpenTelemetry write `error.type` and so on. */
const PREFIXES: readonly string[] = ['', 'err.', 'error.', 'exception.']

/** The parts of an error other than its stack. */
const PARTS: readonly string[] = ['name', 'type', 'message', 'cause']

/** The keys of an error whose parts are fields of the record, with one prefix. */
interface FlattenedKeys {
  readonly prefix: string
  readonly stackKeys: readonly string[]
  readonly partKeys: readonly string[]
}

/** An error is flattened if the record has its parts as fields of its own. */
const FLATTENED: readonly FlattenedKeys[] = PREFIXES.map((prefix) => ({
  prefix,
  stackKeys: STACK_FIELDS.map((field) => `${prefix}${field}`),
  partKeys: PARTS.map((part) => `${prefix}${part}`),
}))

const FLATTENED_BY_KEY: ReadonlyMap<string, FlattenedKeys> = new Map(
  FLATTENED.flatMap((flattened) => {
    const { prefix, stackKeys } = flattened
    return [...stackKeys, ...(prefix === '' ? [] : [`${prefix}message`])].map((key) => [key, flattened] as const)
  }),
)

/** A record whose own fields are the parts of an error has at least one of these fields. */
export const FLATTENED_ERROR_KEYS: readonly string[] = [...FLATTENED_BY_KEY.keys()]

// --- helpers, in order of use ---

/** Searches the keys of the record, because most records have few. */
function flattenedKeysIn(fields: object): readonly FlattenedKeys[] {
  const found: FlattenedKeys[] = []
  try {
    for (const key of Object.keys(fields)) {
      const flattened = FLATTENED_BY_KEY.get(key)
      if (flattened !== undefined && !found.includes(flattened)) found.push(flattened)
    }
  } catch {} // a Proxy of the application has thrown
  return found
}

/** Whether a field next to a stack is the name, the message or the cause of the error. */
function isPart(value: unknown, error: object): boolean {
  if (value === undefined) return false
  if (value === readField(error, 'message') || value === readField(error, 'name')) return true
  return isError(readField(error, 'cause')) && errorIn(value) !== undefined
}

function isSame(copy: object, error: object): boolean {
  return ['stack', 'message'].every((key) => readField(copy, key) === readField(error, key))
}

/** Returns the error whose parts are fields of the record itself. */
function flattenedError(fields: object): FoundError | undefined {
  for (const { prefix } of flattenedKeysIn(fields)) {
    try {
      const error = errorOfParts(partsOf(fields, prefix), prefix)
      if (error !== undefined) return error
    } catch {} // a getter or Proxy of the application has thrown
  }
  return undefined
}

type Parts = Readonly<Record<string, unknown>>

function partsOf(fields: object, prefix: string): Parts {
  const names = [...PARTS, ...STACK_FIELDS, 'aggregateErrors']
  return Object.fromEntries(names.map((name) => [name, readField(fields, `${prefix}${name}`)]))
}

function errorOfParts(parts: Parts, prefix: string): FoundError | undefined {
  const { name, type, message, cause, aggregateErrors } = parts
  const stack = stackOf(parts) ?? (prefix === '' ? undefined : '')
  if (stack === undefined || !(hasFrames(stack) || (namesError(type) && typeof message === 'string'))) return undefined
  const head = errorHead(stack)
  const own = [
    ...STACK_FIELDS.filter((field) => stackText(parts[field]) !== undefined),
    ...(name === head.name ? ['name'] : []),
    ...(type === head.name || namesError(type) ? ['type'] : []),
    ...(isMessageOf(head.message, message) ? ['message'] : []),
    ...(isError(cause) || serializedIn(cause) !== undefined ? ['cause'] : []),
    ...(isList(aggregateErrors) && aggregateErrors.every(isSerializedError) ? ['aggregateErrors'] : []),
  ]
  const serialized = { message: head.message, ...Object.fromEntries(own.map((part) => [part, parts[part]])) }
  return { value: revivedError(serialized), repeated: own.map((part) => `${prefix}${part}`) }
}

/** Whether a message equals the message in the head of the stack. pino appends the messages of the causes to the latter. */
function isMessageOf(head: string, message: unknown): boolean {
  return typeof message === 'string' && (head === '' || message === head || message.startsWith(`${head}: `))
}
