import { KqlError, type Span } from '../errors'
import { isNumeric, type KqlType } from '../types'
import type { Expression, Literal, Parameter } from './ast'
import { literalText } from './literal-call'

/** A value of `declare query_parameters`: a JSON value, or a literal of KQL in a string, such as `datetime(2021-01-01)`. */
export type QueryParameter =
  | string
  | number
  | boolean
  | null
  | readonly unknown[]
  | { readonly [name: string]: unknown }

/** Reads the text of a literal. @throws KqlError if the text is not a literal */
export type LiteralTextReader = (text: string) => Expression

/**
 * Returns the value of a parameter: the given one, else its default.
 * @throws KqlError if there is no value, or if the given value does not have the declared type
 */
export function parameterValue(
  { name, type, defaultValue }: Parameter,
  given: QueryParameter | undefined,
  readLiteral: LiteralTextReader,
  span: Span,
): Expression {
  if (type === 'table')
    throw new KqlError('UNSUPPORTED', span, `The parameter ${name} must have a scalar type, such as string.`)
  if (given !== undefined) {
    const value = typeof given === 'string' ? valueOfString(type, given, readLiteral) : valueOfJson(type, given)
    if (value === undefined)
      throw new KqlError('TYPE', span, `The parameter ${name} must be a ${type}, got ${shown(given)}.`)
    return { kind: 'literal', type, value, ...span }
  }
  if (defaultValue === undefined)
    throw new KqlError(
      'ARGUMENTS',
      span,
      `The parameter ${name} needs a value. Pass one with the query, or declare a default such as ${name}: string = "a".`,
    )
  if (defaultValue.kind === 'literal') {
    if (defaultValue.type === type) return defaultValue
    if (type === 'real') return { ...defaultValue, type, value: Number(defaultValue.value) }
  }
  return { kind: 'call', name: `to${type}`, nameSpan: span, args: [{ value: defaultValue }], ...span }
}

// --- helpers, in order of use ---

type Value = Literal['value']

function valueOfString(type: KqlType, text: string, readLiteral: LiteralTextReader): Value | undefined {
  const literal = literalOf(text, readLiteral)
  if (type === 'string') return literal?.type === 'string' ? literal.value : text
  if (literal?.value === null) return null
  if (type === 'dynamic') return literal?.type === 'dynamic' ? literal.value : jsonOf(text)
  if (literal === undefined || literal.type === 'string')
    return literalText(type, String(literal?.value ?? text).trim())
  if (literal.type === type) return literal.value
  return isNumeric(type) && isNumeric(literal.type) ? literalText(type, String(literal.value)) : undefined
}

/** Returns the literal if the whole string is one. Undefined for a name or any other text. */
function literalOf(text: string, readLiteral: LiteralTextReader): Literal | undefined {
  try {
    const expression = readLiteral(text)
    return expression.kind === 'literal' ? expression : undefined
  } catch (error) {
    if (error instanceof KqlError) return undefined
    throw error
  }
}

/** Clients may send dynamic values as JSON. Text that is not JSON is a string. */
function jsonOf(text: string): string {
  try {
    JSON.parse(text)
    return text
  } catch {
    return JSON.stringify(text)
  }
}

function valueOfJson(type: KqlType, given: Exclude<QueryParameter, string>): Value | undefined {
  if (given === null) return null
  if (type === 'dynamic') return JSON.stringify(given)
  if (typeof given === 'boolean') return type === 'bool' ? given : undefined
  if (typeof given === 'number' && isNumeric(type)) return literalText(type, String(given))
  return undefined
}

function shown(given: QueryParameter): string {
  const text = JSON.stringify(given)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
