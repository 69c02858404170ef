import type { ExceptionData, ExceptionDetails } from './contracts'
import { isList } from './fields'
import { isError } from './is-error'
import { parseStack } from './stack'

/** The maximum number of errors of a chain. The rest is omitted. */
export const MAX_ERRORS = 20

/**
 * Maps an error, its causes and the errors of an AggregateError to a row of `exceptions`. Never throws. `describe` returns the
 * message of a thrown object that has none of its own.
 */
export function exceptionData(error: unknown, describe: Describe = placeholder): ExceptionData {
  const exceptions: ExceptionDetails[] = []
  collect(error, undefined, exceptions, new Set(), describe)
  return { exceptions, problemId: problemId(exceptions[0]) }
}

/** Returns the cause of an error. The `cause` of a VError is a method that returns it. */
export function causeOf(error: unknown): unknown {
  const cause = read(error, 'cause')
  if (typeof cause !== 'function') return cause
  try {
    const returned: unknown = isError(error) ? cause.call(error) : undefined
    return isError(returned) ? returned : undefined
  } catch {
    return undefined
  }
}

/** Returns the `name` of an error, or the name of its class if `name` is still `Error`, as with many classes. */
export function typeName(error: unknown): string {
  const name = textOf(error, 'name')
  if (name !== undefined && name !== '' && name !== 'Error') return name
  return textOf(read(error, 'constructor'), 'name') || name || typeof error
}

// --- helpers, in order of use ---

type Describe = (value: unknown) => string

/** Returns the type of a value: `[object Object]`, or `Array(3)` for a collection. */
function placeholder(value: unknown): string {
  const length = read(value, 'length')
  return typeof length === 'number' ? `${typeName(value)}(${length})` : Object.prototype.toString.call(value)
}

function collect(
  error: unknown,
  outerId: number | undefined,
  into: ExceptionDetails[],
  seen: Set<unknown>,
  describe: Describe,
): void {
  if (into.length >= MAX_ERRORS || seen.has(error)) return
  seen.add(error)
  const id = into.length + 1
  into.push({ id, ...(outerId === undefined ? {} : { outerId }), ...detailsOf(error, describe) })
  for (const inner of innerErrors(error)) collect(inner, id, into, seen, describe)
}

function detailsOf(error: unknown, describe: Describe): Omit<ExceptionDetails, 'id' | 'outerId'> {
  const message = textOf(error, 'message') ?? valueText(error, describe)
  const stack = textOf(error, 'stack') ?? ''
  const parsedStack = parseStack(stack, message)
  return {
    typeName: typeName(error),
    message,
    hasFullStack: parsedStack.length > 0,
    ...(parsedStack.length > 0 ? { parsedStack } : stack === '' ? {} : { stack }),
  }
}

function innerErrors(error: unknown): readonly Error[] {
  const aggregated = read(error, 'errors')
  try {
    const inner = isList(aggregated) ? aggregated.slice(0, MAX_ERRORS) : []
    return [causeOf(error), ...inner].filter(isError)
  } catch {
    return [] // a Proxy of the application has thrown
  }
}

function problemId(outermost: ExceptionDetails | undefined): string {
  const frame = outermost?.parsedStack?.[0]
  return frame === undefined ? (outermost?.typeName ?? '') : `${outermost?.typeName} at ${frame.method}`
}

function textOf(value: unknown, key: string): string | undefined {
  const text = read(value, key)
  return typeof text === 'string' ? text : undefined
}

/** Reads a field. Returns undefined if a getter or Proxy of the application throws. */
function read(value: unknown, key: string): unknown {
  try {
    return value === null || value === undefined ? undefined : Reflect.get(Object(value), key)
  } catch {
    return undefined
  }
}

/**
 * Converts a thrown value to a string. Prints only short arrays, because a long one takes longer than the rest of the
 * exception and adds no information. An object that does not convert itself to a string is described instead.
 */
function valueText(value: unknown, describe: Describe): string {
  try {
    if (ArrayBuffer.isView(value) || (Array.isArray(value) && value.length > MAX_VALUES)) return placeholder(value)
    if (typeof value === 'function' || (Array.isArray(value) && value.some(isObject))) return describe(value)
    const text = String(value)
    return text.startsWith('[object ') ? describe(value) : text
  } catch {
    return typeof value
  }
}

function isObject(value: unknown): boolean {
  return Object(value) === value
}

const MAX_VALUES = 100
