import type { AggregateColumn, AggregateEntry, ColumnsAggregate } from '../aggregates/entry'
import { aggregateNamed } from '../aggregates/index'
import { KqlError } from '../errors'
import { functionNamed } from '../functions/index'
import type { SelectedColumn } from '../operators/columns'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Call } from '../syntax/ast'
import type { Binder } from './binder'
import type { Bound } from './bound'
import { checkArguments, coerce } from './call'
import { impliedName } from './names'
import { orderBy } from './order'
import type { OrderKey, Relation } from './relation'
import { boundColumn, type InputRow, isSimple, type Row } from './row'

/** The row of a group: its keys, and the aggregates that expressions use. */
export class GroupRow implements Row {
  readonly #input: InputRow
  readonly #keys: readonly SelectedColumn[]
  readonly #binder: Binder
  readonly #aggregates = new Map<Sql, Sql>()
  /** Values that are computed from aggregates, in the order in which they depend on each other. */
  readonly #computed = new Map<Sql, Sql>()

  constructor(input: InputRow, keys: readonly SelectedColumn[], binder: Binder) {
    this.#input = input
    this.#keys = keys
    this.#binder = binder
  }

  get relation(): Relation {
    return { ...this.#input.relation, columns: this.#keys }
  }

  get hasAggregates(): boolean {
    return this.#aggregates.size > 0
  }

  column(name: string): Bound | undefined {
    const key = this.#keys.find((column) => column.name === name)
    return key && boundColumn(key)
  }

  computeOnce(bound: Bound): Bound {
    if (isSimple(bound)) return bound
    const id = this.#computed.get(bound.sql) ?? this.#binder.ctes.column()
    this.#computed.set(bound.sql, id)
    return { type: bound.type, sql: id, isConstant: false }
  }

  aggregate(call: Call): Bound | undefined {
    const entry = aggregateNamed(call.name)
    if (entry === undefined || isScalarCall(call, entry)) return undefined
    if (entry.deprecatedNames.includes(call.name))
      this.#binder.warn(call.nameSpan, `${call.name}() is a deprecated name of ${entry.name}().`)
    if ('columns' in entry) return this.#singleColumn(entry, call)
    checkArguments(call, entry.parameters, entry.signature)
    const given = call.name === 'count' ? call.args.filter(({ value }) => value.kind !== 'star') : call.args
    const args = given.map(({ value }) => this.#binder.bind(value, this.#input))
    const ready = args.map((bound, index) => {
      const { type, name } = entry.parameters[Math.min(index, entry.parameters.length - 1)]!
      return this.#input.computeOnce({ ...bound, sql: coerce(bound, type, name, call, this.#input) })
    })
    const type =
      typeof entry.returns === 'function'
        ? entry.returns(args)
        : entry.returns === 'first'
          ? args[0]!.type
          : entry.returns
    const prepared = args.map((bound, index) => ({ ...bound, sql: ready[index]!.sql }))
    const order = orderBy(this.#input.relation.order)
    const text = entry.sql(
      ready.map(({ sql: value }) => value),
      { args: prepared, call, row: this.#input, order: order === '' ? order : sql` ${order}` },
    )
    return { type, sql: this.add(text), isConstant: false }
  }

  /** Returns the columns of an aggregate with several columns. */
  columns(entry: ColumnsAggregate, call: Call, keys: readonly string[]): readonly AggregateColumn[] {
    checkArguments(call, entry.parameters, entry.signature)
    const context = { row: this.#input, binder: this.#binder, keys, nameOf: impliedName }
    return entry.columns(call, context).map((column) => ({ ...column, sql: this.add(column.sql) }))
  }

  /** Adds an aggregate, and returns the name of its column. */
  add(text: Sql): Sql {
    const id = this.#aggregates.get(text) ?? this.#binder.ctes.column()
    this.#aggregates.set(text, id)
    return id
  }

  /** Adds the SELECT with the keys, the aggregates and the values computed from them. */
  select(): Relation {
    const { relation } = this.#input
    const keys = this.#keys.map(({ id, sql: value }) =>
      value === undefined || value === id ? id : sql`${value} AS ${id}`,
    )
    if (relation.partition !== undefined && !this.#keys.some(({ id }) => id === relation.partition))
      keys.push(relation.partition)
    const aggregates = [...this.#aggregates].map(([text, id]) => sql`${text} AS ${id}`)
    const by = keys.length === 0 ? sql`` : sql` GROUP BY ${joinSql(keys.map((_, index) => sql`${index + 1}`))}`
    const ordinal = firstAppearance(relation, this.#binder)
    const list = [...keys, ...aggregates, ...(ordinal === undefined ? [] : [ordinal.select])]
    let from = this.#binder.ctes.add(sql`SELECT ${joinSql(list)} FROM ${relation.from}${by}`)
    for (const [text, id] of this.#computed) from = this.#binder.ctes.add(sql`SELECT *, ${text} AS ${id} FROM ${from}`)
    return {
      ...relation,
      from,
      order: ordinal === undefined ? [] : [ordinal.key],
      isSerialized: false,
      isSorted: false,
    }
  }

  // --- helpers ---

  /** An aggregate such as `take_any(a)`, whose only column can be part of an expression. */
  #singleColumn(entry: ColumnsAggregate, call: Call): Bound {
    const [column, ...others] = this.columns(entry, call, [])
    if (column === undefined || others.length > 0)
      throw new KqlError('UNSUPPORTED', call, `${call.name}() returns columns, so it cannot be part of an expression.`)
    const { type, sql: id, isRaw = false } = column
    return boundColumn({ name: '', type, id, isRaw })
  }
}

/** With one argument, names such as `hll_merge` are aggregates; with several, they are scalar functions. */
function isScalarCall({ name, args }: Call, { parameters }: AggregateEntry): boolean {
  return args.length > parameters.length && functionNamed(name) !== undefined
}

/** Orders groups by their first rows if the input has an order without being sorted, as with `datatable`. */
function firstAppearance(
  { order, isSorted }: Relation,
  binder: Binder,
): { readonly select: Sql; readonly key: OrderKey } | undefined {
  const [key] = order
  if (isSorted || key === undefined || order.length > 1) return undefined
  const id = binder.ctes.column()
  return { select: sql`min(${key.id}) AS ${id}`, key: { ...key, id } }
}
