import { convert } from '../binding/convert'
import { toText } from '../binding/text'
import { type Sql, sql } from '../sql/sql'
import type { Parser } from '../syntax/parser'
import { computed, placed } from './columns'
import type { Operator } from './operator'
import { type KvFormat, keyValue, keyValuePairs } from './parse-kv-format'
import { columnSchema } from './sources'

export const parseKv: Operator = {
  names: ['parse-kv'],
  doc: 'Columns for the values of keys in a string such as `a=1, b=2`. By default, any character but a letter or digit is a delimiter.',
  example: "print s = 'a=1,b=2' | parse-kv s as (a: long, b: long) with (pair_delimiter=',', kv_delimiter='=')",
  read: (parser) => {
    const source = parser.expression()
    parser.expectName('as')
    const keys = parser.inParentheses(() => columnSchema(parser))
    const format = readFormat(parser)
    return (input, binder) => {
      const row = binder.over(input)
      const computeOnce = (value: Sql) => row.computeOnce({ type: 'string', sql: value, isConstant: false }).sql
      const text = computeOnce(toText(row.computeOnce(binder.bind(source, row))))
      const pairs = keyValuePairs(format, text)
      const read = keyValue(format, pairs === undefined ? text : computeOnce(pairs))
      const columns = keys.map(({ name, type }) => {
        const found = sql`coalesce(${read(name)}, '')`
        return computed(
          name,
          type,
          convert({ type: 'string', sql: computeOnce(found), isConstant: false }, type),
          binder,
        )
      })
      return binder.select(row, placed(input.columns, columns))
    }
  },
}

// --- helpers ---

const OPTIONS = ['pair_delimiter', 'kv_delimiter', 'quote', 'escape', 'greedy', 'regex']

function readFormat(parser: Parser): KvFormat {
  const options: (readonly [name: string, value: string])[] = []
  const start = parser.peek()
  if (parser.acceptName('with')) {
    parser.inParentheses(() => {
      const name = parser.name()
      if (!OPTIONS.includes(name))
        throw parser.error(`parse-kv has no option ${name}. Options are ${OPTIONS.join(', ')}.`, 'ARGUMENTS')
      parser.expect('=')
      options.push([name, parser.next().text])
    })
  }
  const all = (wanted: string) => options.flatMap(([name, value]) => (name === wanted ? [value] : []))
  const [[pair], [between], [regex]] = [all('pair_delimiter'), all('kv_delimiter'), all('regex')]
  const format = {
    pair,
    between,
    regex,
    quotes: all('quote'),
    escapes: all('escape'),
    isGreedy: all('greedy')[0] === 'true',
  }
  if ((pair === undefined) !== (between === undefined) || pair === '' || between === '')
    throw parser.error('parse-kv needs both pair_delimiter and kv_delimiter, or none of them.', 'ARGUMENTS', start)
  if (format.isGreedy && (pair === undefined || format.quotes.length > 0))
    throw parser.error(
      'parse-kv with greedy needs delimiters, and cannot have quotes. Use regex.',
      'UNSUPPORTED',
      start,
    )
  return format
}
