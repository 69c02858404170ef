import { UNORDERED } from '../binding/binder'
import { callFunction } from '../binding/call-function'
import { KqlError } from '../errors'
import { joinSql, sql, stringLiteral } from '../sql/sql'
import type { Call } from '../syntax/ast'
import type { KqlType } from '../types'
import type { Operator } from './operator'

export const as: Operator = {
  names: ['as'],
  doc: 'Names the rows, so that the rest of the query can read them again.',
  example: 'print a = 1 | as T | union T',
  read: (parser) => {
    parser.parameters([])
    const name = parser.name()
    return (input, binder) => {
      const named = { ...input, tableName: name }
      binder.scope.define(name, { kind: 'table', relation: () => named })
      return named
    }
  },
}

export const getSchema: Operator = {
  names: ['getschema'],
  doc: 'The names and types of the columns.',
  example: 'print a = 1 | getschema',
  read: () => (input, binder) => {
    const names: readonly [string, KqlType][] = [
      ['ColumnName', 'string'],
      ['ColumnOrdinal', 'int'],
      ['DataType', 'string'],
      ['ColumnType', 'string'],
    ]
    const columns = names.map(([name, type]) => ({ name, type, id: binder.ctes.column() }))
    const rows = input.columns.map(
      ({ name, type }, index) =>
        sql`(${stringLiteral(name)}, ${index}::BIGINT, ${stringLiteral(CLR_TYPES[type])}, ${stringLiteral(type)})`,
    )
    const from = binder.ctes.add(
      sql`SELECT * FROM (VALUES ${joinSql(rows)}) AS t(${joinSql(columns.map(({ id }) => id))})`,
    )
    return { from, columns, ...UNORDERED, order: [{ id: columns[1]!.id, isDescending: false, nullsFirst: true }] }
  },
}

/** The query only returns the rows; its caller draws the chart. */
export const render: Operator = {
  names: ['render'],
  doc: 'Says how to draw the rows, such as timechart or barchart.',
  example: 'print a = 1 | render table',
  read: (parser) => {
    const kind = parser.name()
    const hasWith = parser.acceptName('with')
    if (hasWith) parser.expect('(')
    const properties: Record<string, string> = {}
    let current: string | undefined
    for (;;) {
      const token = parser.peek()
      if (
        token.kind === 'end' ||
        token.text === '|' ||
        token.text === ';' ||
        (token.text === ')' && token.kind === 'punctuation')
      )
        break
      if (token.kind === 'name' && parser.tokenAfter().text === '=') {
        current = parser.name()
        parser.expect('=')
        properties[current] = parser.next().text
      } else if (parser.accept(',')) continue
      else if (current === undefined) throw parser.unexpected()
      else properties[current] += `,${parser.next().text}`
    }
    if (hasWith) parser.expect(')')
    return (input) => ({ ...input, render: { kind, properties } })
  },
}

export const consume: Operator = {
  names: ['consume'],
  doc: 'Reads all rows and returns none.',
  example: 'print a = 1 | consume',
  read: (parser) => {
    parser.parameters(['decodeblocks'])
    return (input, binder) => ({ ...input, from: binder.ctes.add(sql`SELECT * FROM ${input.from} WHERE false`) })
  },
}

export const invoke: Operator = {
  names: ['invoke'],
  doc: 'Calls a function of the query with the rows as its first argument.',
  example: 'let f = (T: (a: long)) { T | extend b = a }; print a = 1 | invoke f()',
  read: (parser) => {
    const call = parser.expression()
    return (input, binder) => {
      const found = call.kind === 'call' ? binder.scope.find(call.name) : undefined
      if (call.kind !== 'call' || found?.kind !== 'function')
        throw new KqlError('UNKNOWN_FUNCTION', call, 'invoke needs a function that let defines.')
      const scope = binder.within(binder.scope, call)
      scope.scope.define('$input', { kind: 'table', relation: () => input })
      const args = [
        { value: { kind: 'name', name: '$input', start: call.start, end: call.end } as const },
        ...call.args,
      ]
      const piped: Call = { ...call, args }
      const result = callFunction(found, piped, undefined, scope)
      if (!('from' in result)) throw new KqlError('TYPE', call, `${call.name}() does not return a table.`)
      return result
    }
  },
}

// --- helpers ---

const CLR_TYPES: Readonly<Record<KqlType, string>> = {
  string: 'System.String',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  bool: 'System.SByte',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  dynamic: 'System.Object',
  guid: 'System.Guid',
}
