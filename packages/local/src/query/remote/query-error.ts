import { KqlError, type KqlErrorCode } from '@azmon/kql'

/** Returns the error of a query that the service refused with status 400, or undefined if the body describes none. */
export function readQueryError(body: string, text: string): KqlError | undefined {
  const innermost = errorsIn(body).at(-1)
  if (innermost === undefined) return undefined
  const message = messageOf(innermost)
  const code = codeIn(stringIn(innermost, 'code')) ?? codeIn(message)
  if (code === undefined) return undefined
  const [, lineInMessage, positionInMessage] = PLACE.exec(message) ?? []
  const line = numberIn(innermost, 'line') ?? Number(lineInMessage ?? 1)
  // Lines count from 1, but positions from 0: the service reports "invalid" in "completely invalid syntax" at [1,11].
  const position = numberIn(innermost, 'pos') ?? Number(positionInMessage ?? 0)
  const start = offsetOf(text, line, position)
  const length = numberIn(innermost, 'length') ?? 1
  const error = new KqlError(code, { start, end: start + length }, message)
  error.line = line
  error.column = position + 1
  return error
}

/** Returns the innermost message of an error response, or an empty string. */
export function readReason(body: string): string {
  const innermost = errorsIn(body).findLast((error) => messageOf(error) !== '')
  return (innermost === undefined ? '' : messageOf(innermost)).split('\n', 1)[0]?.slice(0, MAX_REASON_CHARACTERS) ?? ''
}

// --- helpers, in order of use ---

const MAX_REASON_CHARACTERS = 500

type ErrorObject = Readonly<Record<string, unknown>>

/** The error and its inner errors. The service nests them: the innermost one has the reason and its place. */
function errorsIn(body: string): readonly ErrorObject[] {
  const errors: ErrorObject[] = []
  let next = fieldOf(parse(body), 'error')
  while (isObject(next) && errors.length < MAX_DEPTH) {
    errors.push(next)
    next = next['innererror']
  }
  return errors
}

const MAX_DEPTH = 10

/** Azure Data Explorer has the reason in `@message`. */
function messageOf(error: ErrorObject): string {
  return stringIn(error, '@message') || stringIn(error, 'message')
}

/** The codes of azmon local by name, and those of Kusto by their first characters. */
const CODES: Readonly<Record<KqlErrorCode, RegExp>> = {
  UNKNOWN_COLUMN: /^UNKNOWN_COLUMN$|\bSEM0100\b/,
  UNKNOWN_TABLE: /^UNKNOWN_TABLE$/,
  UNKNOWN_FUNCTION: /^UNKNOWN_FUNCTION$|\bSEM0260\b/,
  TYPE: /^TYPE$/,
  RESERVED: /^RESERVED$/,
  NOT_SERIALIZED: /^NOT_SERIALIZED$/,
  UNSUPPORTED: /^UNSUPPORTED$/,
  LIMIT: /^LIMIT$/,
  SYNTAX: /^SYNTAX$|\bSYN\d{4}\b|^SyntaxError$/,
  ARGUMENTS: /^ARGUMENTS$|\bSEM\d{4}\b|^SemanticError$/,
}

function codeIn(text: string): KqlErrorCode | undefined {
  return (Object.keys(CODES) as KqlErrorCode[]).find((code) => CODES[code].test(text))
}

/** As in `[line:position=1:4]` and `on line [1,4]`. */
const PLACE = /\[(?:line:position=)?(\d+)[:,](\d+)\]/

function offsetOf(text: string, line: number, position: number): number {
  const lines = text.split('\n').slice(0, line - 1)
  return lines.reduce((offset, { length }) => offset + length + 1, 0) + position
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function isObject(value: unknown): value is ErrorObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringIn(error: ErrorObject, name: string): string {
  const value = error[name]
  return typeof value === 'string' ? value : ''
}

function numberIn(error: ErrorObject, name: string): number | undefined {
  const value = error[name]
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined
}
