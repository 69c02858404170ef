import { convert, toText } from '../binding/convert'
import { sql, stringLiteral } from '../sql/sql'
import { computed } from './columns'
import type { Operator } from './operator'
import { columnSchema } from './sources'

export const parseKv: Operator = {
  names: ['parse-kv'],
  doc: 'Columns for the values of keys in a string such as `a=1, b=2`.',
  example: "print s = 'a=1,b=2' | parse-kv s as (a: long, b: long) with (pair_delimiter=',', kv_delimiter='=')",
  read: (parser) => {
    const source = parser.expression()
    parser.expectName('as')
    const keys = parser.inParentheses(() => columnSchema(parser))
    const options: Record<string, string> = {}
    if (parser.acceptName('with')) {
      parser.inParentheses(() => {
        const name = parser.name()
        parser.expect('=')
        const { text } = parser.next()
        options[name] = text
      })
    }
    for (const name of ['escape', 'greedy', 'regex']) {
      if (options[name] !== undefined)
        throw parser.error(`parse-kv with ${name} is not supported. Use extract() for each key.`, 'UNSUPPORTED')
    }
    const { pair_delimiter: pair = ' ', kv_delimiter: between = '=', quote } = options
    return (input, binder) => {
      const row = binder.over(input)
      const text = row.once({
        type: 'string',
        sql: toText(row.once(binder.bind(source, row))),
        isConstant: false,
      }).sql
      const columns = keys.map(({ name, type }) => {
        const value = sql`regexp_extract(${text}, ${stringLiteral(keyPattern(name, pair, between, quote))}, ['q', 'v'])`
        const found = sql`CASE WHEN ${value}.q <> '' THEN ${value}.q ELSE coalesce(trim(${value}.v), '') END`
        return computed(
          name,
          type,
          type === 'string' ? found : convert({ type: 'string', sql: found, isConstant: false }, type),
          binder,
        )
      })
      const kept = input.columns.filter(({ name }) => !keys.some((key) => key.name === name))
      return binder.select(row, [...kept, ...columns])
    }
  },
}

// --- helpers ---

function keyPattern(key: string, pair: string, between: string, quote: string | undefined): string {
  const quoted = quote === undefined ? '(\\b\\B)' : `${literalPattern(quote)}(.*?)${literalPattern(quote)}`
  const first = pair.replace(/[\]\\^-]/g, '\\$&')
  return `(?s)(?:^|${literalPattern(pair)})\\s*${literalPattern(key)}\\s*${literalPattern(between)}\\s*(?:${quoted}|([^${first}]*))`
}

function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
