import type { ExceptionData, ExceptionDetails } from './contracts'
import { isError } from './is-error'
import { parseStack } from './stack'

/** The maximum number of errors of a chain. The rest is omitted. */
export const MAX_ERRORS = 20

/** Maps an error, its causes and the errors of an AggregateError to a row of `exceptions`. Never throws. */
export function exceptionData(error: unknown): ExceptionData {
  const exceptions: ExceptionDetails[] = []
  collect(error, undefined, exceptions, new Set())
  return { exceptions, problemId: problemId(exceptions[0]) }
}

/** Returns the `name` of an error, or the name of its class if `name` is still `Error`, as with many classes. */
export function typeName(error: unknown): string {
  const name = textOf(error, 'name')
  if (name !== undefined && name !== '' && name !== 'Error') return name
  return textOf(read(error, 'constructor'), 'name') || name || typeof error
}

// --- helpers, in order of use ---

function collect(error: unknown, outerId: number | undefined, into: ExceptionDetails[], seen: Set<unknown>): void {
  if (into.length >= MAX_ERRORS || seen.has(error)) return
  seen.add(error)
  const id = into.length + 1
  into.push({ id, ...(outerId === undefined ? {} : { outerId }), ...detailsOf(error) })
  for (const inner of innerErrors(error)) collect(inner, id, into, seen)
}

function detailsOf(error: unknown): Omit<ExceptionDetails, 'id' | 'outerId'> {
  const message = textOf(error, 'message') ?? valueText(error)
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
  const cause = read(error, 'cause')
  const aggregated = read(error, 'errors')
  try {
    const inner = Array.isArray(aggregated) ? aggregated.slice(0, MAX_ERRORS) : []
    return [cause, ...inner].filter(isError)
  } catch {
    return [] // one of the values is a revoked Proxy
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
 * exception and adds no information.
 */
function valueText(value: unknown): string {
  try {
    if (ArrayBuffer.isView(value) || (Array.isArray(value) && !isShortArray(value))) {
      return `${typeName(value)}(${read(value, 'length')})`
    }
    return String(value)
  } catch {
    return typeof value
  }
}

function isShortArray(values: readonly unknown[]): boolean {
  return values.length <= MAX_VALUES && values.every((value) => Object(value) !== value)
}

const MAX_VALUES = 100
