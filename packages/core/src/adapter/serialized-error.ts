import { isFields, isList } from '../envelope/fields'
import { isError } from '../envelope/is-error'
import { errorHead } from '../envelope/stack'

/** An error in the form in which loggers, serializers and other processes write it to JSON. */
export type SerializedError = Readonly<Record<string, unknown>> & { readonly message: string }

/** The fields that may hold the stack: V8's string, or an array of its lines. ECS writes `stack_trace`. */
export const STACK_FIELDS: readonly string[] = ['stack', 'stack_trace', 'stackTrace', 'stacktrace']

/**
 * Whether a value has the message of an error, and either its stack or a `type` or `name` that ends like the name of an error.
 * The stack may be empty.
 */
export function isSerializedError(value: unknown): value is SerializedError {
  if (!isFields(value) || typeof value['message'] !== 'string') return false
  return stackOf(value) !== undefined || namesError(value['type']) || namesError(value['name'])
}

/** Returns a serialized error. Accepts a stack alone, because the Elastic Common Schema writes a cause as its stack. */
export function serializedIn(value: unknown): SerializedError | undefined {
  if (isSerializedError(value)) return value
  const stack = stackText(value)
  return stack !== undefined && hasFrames(stack) ? { ...errorHead(stack), stack } : undefined
}

/** Returns the error that was serialized, with its causes as errors. */
export function revivedError(serialized: SerializedError, depth = 0): Error {
  const [stack = '', ...causeStacks] = (stackOf(serialized) ?? '').split(CAUSED_BY).slice(0, MAX_CAUSES)
  const revive = (value: unknown) => {
    if (isError(value)) return [value]
    const inner = depth < MAX_DEPTH ? serializedIn(value) : undefined
    return inner === undefined ? [] : [revivedError(inner, depth + 1)]
  }
  let [cause] = revive(serialized['cause'])
  let causeMessages = ''
  const last = causeStacks.at(-1)
  if (last?.endsWith(CIRCULAR)) {
    causeStacks.pop()
    causeMessages = `: ${errorHead(last.slice(0, -CIRCULAR.length)).message}: ...`
  }
  for (const causeStack of causeStacks.toReversed()) {
    const head = causeStack === '' ? unstackedHead(serialized, [stack, ...causeStacks]) : errorHead(causeStack)
    if (head === undefined) continue
    cause = createError({ ...head, stack: causeStack, cause })
    causeMessages = `: ${head.message}${causeMessages}`
  }
  const message = withoutEnd(serialized.message, causeMessages)
  const errors = aggregated(serialized)?.flatMap(revive) ?? []
  return createError({ name: nameOf(serialized, stack), message, stack, cause, errors })
}

/** Returns the errors that an aggregate error consists of, and the objects that a validator lists in their place. */
export function aggregated({
  aggregateErrors,
  errors,
}: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  const listed = isList(errors) ? errors : undefined
  if (!isList(aggregateErrors)) return listed
  return aggregateErrors.map((each, index) => (isNoError(each) ? (listed?.[index] ?? withoutStack(each)) : each))
}

/** Returns the stack in one of `STACK_FIELDS` as a string. */
export function stackOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of STACK_FIELDS) {
    const stack = stackText(fields[name])
    if (stack !== undefined) return stack
  }
  return undefined
}

/** Returns a stack as a string if it is a string or an array of lines. */
export function stackText(stack: unknown): string | undefined {
  if (typeof stack === 'string') return stack
  const lines = isList(stack) ? linesOf(stack) : []
  if (lines.length === 0 || !lines.every((line) => typeof line === 'string')) return undefined
  return lines.map((line) => (line.startsWith('at ') ? `    ${line}` : line)).join('\n') // they may have been trimmed
}

export function hasFrames(stack: string): boolean {
  return /(?:^|\n)[ \t]+at /.test(stack)
}

/** Whether a type or name is that of an error, such as `RangeError` or `java.io.IOException`. */
export function namesError(type: unknown): boolean {
  return typeof type === 'string' && /(?:Error|Exception)$/.test(type)
}

/**
 * Whether a type or name says nothing about the class of the error. pino writes `Object` for an object that is not an Error.
 */
export function isGeneric(type: unknown): boolean {
  return typeof type !== 'string' || type === '' || type === 'Error' || type === 'Object'
}

// --- helpers, in order of use ---

function linesOf(stack: readonly unknown[]): readonly unknown[] {
  try {
    return stack.slice(0, MAX_LINES)
  } catch {
    return [] // a Proxy of the application has thrown
  }
}

/** pino writes `caused` in lower case; bunyan and others use a capital. */
const CAUSED_BY = /\n[Cc]aused by: /

/** The end of pino's stack if a cause occurs twice. The message then ends with `...`. */
const CIRCULAR = '\ncauses have become circular...'

/** Limits, because records may come from anywhere. An exception shows fewer causes and lines. */
const MAX_CAUSES = 20
const MAX_DEPTH = 8
const MAX_LINES = 1_000

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

/**
 * Returns the name and message of the last cause if pino wrote no stack for it: its message is at the end of the combined
 * message.
 */
function unstackedHead({ message }: SerializedError, stacks: readonly string[]) {
  const known = stacks.filter((stack) => stack !== '').map((stack) => `${errorHead(stack).message}: `)
  const own = message.startsWith(known.join('')) ? message.slice(known.join('').length) : ''
  return own === '' ? undefined : { name: 'Error', message: own }
}

/** Whether pino has written an object with a message as if it were an error. */
function isNoError(value: unknown): value is Readonly<Record<string, unknown>> {
  return isFields(value) && value['stack'] === '' && !namesError(value['type'])
}

function withoutStack({ type, stack, ...fields }: Readonly<Record<string, unknown>>): object {
  return fields
}

/** Removes the messages of the causes, which pino appends to the message. */
function withoutEnd(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text
}

/** Returns the error's own name, else its class, because in many classes `name` is still `Error`, else the name in its stack. */
function nameOf({ name, type }: SerializedError, stack: string): string {
  const known = [name, type].find((each) => !isGeneric(each))
  if (typeof known === 'string') return known
  return stack.startsWith('Error: ') ? 'Error' : errorHead(stack).name // the first is the most frequent
}
