import { type Binder, UNORDERED } from '../binding/binder'
import { convert } from '../binding/convert'
import { GroupRow } from '../binding/group-row'
import type { Column, Relation } from '../binding/relation'
import { boundColumn } from '../binding/row'
import { toText } from '../binding/text'
import { KqlError, type Span } from '../errors'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'
import type { Call, Expression } from '../syntax/ast'
import { isInteger, type KqlType } from '../types'
import type { SelectedColumn } from './columns'
import type { Operator } from './operator'

export const evaluate: Operator = {
  names: ['evaluate'],
  doc: 'Calls a plugin: bag_unpack, narrow or pivot.',
  example: 'print a = 1 | evaluate narrow()',
  read: (parser, span) => {
    parser.parameters([])
    const call = parser.expression()
    const plugin = call.kind === 'call' && Object.hasOwn(PLUGINS, call.name) ? PLUGINS[call.name] : undefined
    if (call.kind !== 'call' || plugin === undefined) {
      const name = call.kind === 'call' ? call.name : 'this'
      throw new KqlError(
        'UNSUPPORTED',
        span,
        `The plugin ${name} is not supported. Supported are ${Object.keys(PLUGINS).join(', ')}.`,
      )
    }
    return (input, binder) => plugin(input, call, binder)
  },
}

// --- helpers, in order of use ---

const PLUGINS: Readonly<Record<string, (input: Relation, call: Call, binder: Binder) => Relation>> = {
  bag_unpack: bagUnpack,
  narrow,
  pivot,
}

/** A column for each key of the bags in a column. The keys and their types come from the data. */
function bagUnpack(input: Relation, call: Call, binder: Binder): Relation {
  const bag = columnOf(call.args[0]?.value, input, call)
  if (bag.type !== 'dynamic')
    throw new KqlError('TYPE', call, `bag_unpack() expects a dynamic column, got a ${bag.type}.`)
  const prefix = call.args[1] === undefined ? '' : String(binder.value(call.args[1].value).value ?? '')
  const keys = sql`SELECT unnest(json_keys(${bag.id})) AS k, ${bag.id} AS d FROM ${input.from} WHERE json_type(${bag.id}) = 'OBJECT'`
  const types = sql`string_agg(DISTINCT json_type(json_extract(d, '$."' || replace(k, '"', '\\"') || '"')), ',')`
  const found = binder.discover(sql`SELECT k, ${types} FROM (${keys}) GROUP BY k ORDER BY k`, call)
  const kept: SelectedColumn[] = input.columns.filter((column) => column !== bag)
  const unpacked = found.map(([key, jsonTypes]): SelectedColumn => {
    const type = typeOf(String(jsonTypes))
    const path = { base: bag.id, json: `$."${String(key).replaceAll('"', '\\"')}"` }
    const member = {
      type: 'dynamic',
      sql: sql`json_extract(${bag.id}, ${stringLiteral(path.json)})`,
      isConstant: false,
      path,
    } as const
    return { name: `${prefix}${String(key)}`, type, id: binder.ctes.column(), sql: convert(member, type) }
  })
  const clash = unpacked.find(({ name }) => kept.some((column) => column.name === name))
  if (clash !== undefined)
    throw new KqlError(
      'ARGUMENTS',
      call,
      `bag_unpack() would make a second column ${clash.name}. Give it a prefix as second argument.`,
    )
  return binder.select(binder.over(input), [...kept, ...unpacked])
}

function typeOf(jsonTypes: string): KqlType {
  const types = new Set(jsonTypes.split(',').filter((type) => type !== 'NULL' && type !== ''))
  const every = (...allowed: readonly string[]) => [...types].every((type) => allowed.includes(type))
  if (types.size === 0) return 'dynamic'
  if (every('VARCHAR')) return 'string'
  if (every('BIGINT', 'UBIGINT')) return 'long'
  if (every('BIGINT', 'UBIGINT', 'DOUBLE')) return 'real'
  return every('BOOLEAN') ? 'bool' : 'dynamic'
}

/** A row for each cell: its row, column and value. */
function narrow(input: Relation, _: Call, binder: Binder): Relation {
  const names: readonly [string, KqlType][] = [
    ['Row', 'long'],
    ['Column', 'string'],
    ['Value', 'string'],
  ]
  const columns = names.map(([name, type]) => ({ name, type, id: binder.ctes.column() }))
  const [row, name, value] = columns.map(({ id }) => id) as [Sql, Sql, Sql]
  const cells = input.columns.map(
    (column) => sql`{'c': ${stringLiteral(column.name)}, 'v': ${toText(boundColumn(column))}}`,
  )
  const body = sql`SELECT n AS ${row}, cell.c AS ${name}, cell.v AS ${value} FROM (SELECT row_number() OVER () - 1 AS n, unnest([${joinSql(cells)}]) AS cell FROM ${input.from})`
  return { from: binder.ctes.add(body), columns, ...UNORDERED }
}

/** A column for each value of a column, with an aggregate of its rows. */
function pivot(input: Relation, call: Call, binder: Binder): Relation {
  const [first, second, ...rest] = call.args.map(({ value }) => value)
  const pivoted = columnOf(first, input, call)
  const aggregate: Expression = second ?? {
    kind: 'call',
    name: 'count',
    nameSpan: call,
    args: [],
    start: call.start,
    end: call.end,
  }
  const used = namesIn(aggregate)
  const keys =
    rest.length > 0
      ? rest.map((one) => columnOf(one, input, call))
      : input.columns.filter((column) => column !== pivoted && !used.has(column.name))
  const text = toText(boundColumn(pivoted))
  const values = binder
    .discover(sql`SELECT DISTINCT ${text} AS v FROM ${input.from} ORDER BY v`, call)
    .map(([value]) => String(value))
  const row = binder.over(input)
  const valueKey = { name: '$pivot', type: 'string', id: binder.ctes.column(), sql: text } as const
  const group = new GroupRow(row, [...keys, valueKey], binder)
  const bound = binder.bind(aggregate, group)
  const grouped = group.select()
  const cells = values.map((value): SelectedColumn => {
    const cell = sql`any_value(CASE WHEN ${valueKey.id} = ${stringLiteral(value)} THEN ${bound.sql} END)`
    const isCount = aggregate.kind === 'call' && aggregate.name.startsWith('count') && isInteger(bound.type)
    return { name: value, type: bound.type, id: binder.ctes.column(), sql: isCount ? sql`coalesce(${cell}, 0)` : cell }
  })
  const list = [...keys.map(({ id }) => id), ...cells.map(({ id, sql: cell }) => sql`${cell!} AS ${id}`)]
  const by = keys.length === 0 ? sql`` : sql` GROUP BY ${joinSql(keys.map(({ id }) => id))}`
  const columns = [...keys, ...cells].map(({ name, type, id }: Column) => ({ name, type, id }))
  const isRaw = new Set(keys.filter((key) => key.isRaw === true).map(({ id }) => id))
  return {
    from: binder.ctes.add(sql`SELECT ${joinSql(list)} FROM ${grouped.from}${by}`),
    columns: columns.map((column) => (isRaw.has(column.id) ? { ...column, isRaw: true } : column)),
    ...UNORDERED,
  }
}

function columnOf(expression: Expression | undefined, { columns }: Relation, span: Span): Column {
  const column = expression?.kind === 'name' ? columns.find(({ name }) => name === expression.name) : undefined
  if (column === undefined)
    throw new KqlError('ARGUMENTS', expression ?? span, 'The plugin takes the name of a column here.')
  return column
}

function namesIn(expression: Expression): ReadonlySet<string> {
  if (expression.kind === 'name') return new Set([expression.name])
  return expression.kind === 'call' ? new Set(expression.args.flatMap(({ value }) => [...namesIn(value)])) : new Set()
}
