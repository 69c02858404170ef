import { KqlError, type Span } from '../errors'
import { formatDatetime } from '../values/datetime'
import { formatTimespan } from '../values/timespan'
import type { Expression, Literal } from './ast'
import type { Token } from './token'

/** The part of the parser that reads the elements of a dynamic literal. */
export interface LiteralReader {
  peek(): Token
  accept(punctuation: string): boolean
  acceptName(name: string): boolean
  expect(punctuation: string): void
  nameOrString(): string
  nested<T>(span: Span, read: () => T): T
  /** Reads a value with its sign. */
  unary(): Expression
}

/** Parses the value in `dynamic(value)`, and returns its JSON. */
export function parseDynamic(parser: LiteralReader): string | null {
  if (parser.acceptName('null')) return null
  return jsonValue(parser)
}

// --- helpers, in order of use ---

function jsonValue(parser: LiteralReader): string {
  const token = parser.peek()
  return parser.nested(token, () => {
    if (parser.accept('[')) return `[${items(parser, ']', () => jsonValue(parser)).join(',')}]`
    if (parser.accept('{')) {
      const members = items(parser, '}', () => {
        const key = parser.nameOrString()
        parser.expect(':')
        return `${JSON.stringify(key)}:${jsonValue(parser)}`
      })
      return `{${members.join(',')}}`
    }
    if (parser.acceptName('null')) return 'null'
    return scalarJson(parser.unary(), token)
  })
}

function items(parser: LiteralReader, end: string, item: () => string): readonly string[] {
  const found: string[] = []
  while (!parser.accept(end)) {
    found.push(item())
    if (!parser.accept(',')) {
      parser.expect(end)
      break
    }
  }
  return found
}

function scalarJson(value: Expression, span: Span): string {
  if (value.kind === 'literal') return literalJson(value)
  if (value.kind === 'negation' && value.value.kind === 'literal') return `-${literalJson(value.value)}`
  throw new KqlError(
    'SYNTAX',
    span,
    'A value in dynamic() must be a literal. Use pack_array() or bag_pack() for expressions.',
  )
}

function literalJson({ type, value, ...span }: Literal): string {
  if (value === null) return 'null'
  switch (type) {
    case 'datetime':
      return JSON.stringify(formatDatetime(value as bigint))
    case 'timespan':
      return JSON.stringify(formatTimespan(value as bigint))
    case 'long':
    case 'int':
      if ((value as bigint) >= 2n ** 64n)
        throw new KqlError('TYPE', span, 'The number is too large for dynamic(). Write it as a string.')
      return String(value)
    case 'real':
      return realJson(value as number)
    case 'bool':
      return String(value)
    case 'dynamic':
      return String(value)
    default:
      return JSON.stringify(String(value))
  }
}

/** Writes a real with a decimal point, so that it stays a real. */
function realJson(value: number): string {
  if (!Number.isFinite(value)) return JSON.stringify(Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity')
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value)
}
