import { type Column, findColumn, type Relation } from '../binding/relation'
import { KqlError, type Span } from '../errors'
import { literalPattern } from '../regular-expression'
import { suggestion } from '../suggestion'
import type { Parser } from '../syntax/parser'

/** The name of a column, or a pattern in which `*` matches any characters. */
export interface Pattern extends Span {
  readonly text: string
  readonly test: (name: string) => boolean
}

/** Reads `name`, `*` or `prefix*suffix`. */
export function readPattern(parser: Parser): Pattern {
  const start = parser.peek()
  let text = ''
  let end = start.start
  for (;;) {
    const token = parser.peek()
    if (text !== '' && token.start !== end) break
    if (token.kind === 'name' || token.kind === 'long') text += parser.next().text
    else if (token.text === '*') text += parser.next().text
    else if (token.text === '[' && text === '') text += parser.name()
    else break
    end = token.text === '[' ? parser.from(start).end : token.end
  }
  if (text === '') throw parser.unexpected()
  const expression = new RegExp(`^${text.split('*').map(literalPattern).join('.*')}$`)
  return { text, test: (name) => expression.test(name), ...parser.from(start) }
}

export function matching({ text, test, ...span }: Pattern, input: Relation): Column[] {
  if (!text.includes('*')) return [knownColumn(input, text, span)]
  return input.columns.filter(({ name }) => test(name))
}

export function knownColumn(input: Relation, name: string, span: Span): Column {
  const column = findColumn(input, name)
  if (column !== undefined) return column
  const hint = suggestion(
    name,
    input.columns.map((one) => one.name),
  )
  throw new KqlError('UNKNOWN_COLUMN', span, `There is no column ${name} here.${hint}`)
}
