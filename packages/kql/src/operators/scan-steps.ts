import type { Binder } from '../binding/binder'
import { type Bound, nullOf, PHYSICAL } from '../binding/bound'
import { convert } from '../binding/convert'
import { bindPredicate } from '../binding/expression'
import { orderBy, window } from '../binding/order'
import type { Column, OrderKey, Relation } from '../binding/relation'
import { boundColumn, type Row } from '../binding/row'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import type { KqlType } from '../types'

/** A column that a scan adds. */
export interface Declaration {
  readonly name: string
  readonly type: KqlType
  readonly initial: Expression | undefined
}

export interface ScanStep {
  readonly name: string
  /** Whether the rows that it matches are left out of the result. */
  readonly isHidden: boolean
  readonly condition: Expression
  readonly assignments: readonly { readonly name: string; readonly value: Expression }[]
}

/**
 * Processes the rows one by one. Each step has a state: null, or the number of its match, with the latest row of this step and
 * of each previous step. A row that matches a step continues the match of the previous step, or else that of the step itself.
 */
export function scanned(
  input: Relation,
  declarations: readonly Declaration[],
  steps: readonly ScanStep[],
  matchName: string | undefined,
  binder: Binder,
): { readonly from: Sql; readonly columns: readonly Column[]; readonly order: readonly OrderKey[] } {
  const { ctes } = binder
  const number = ctes.column()
  const isFirst = sql`row_number() OVER (${window(input)}) = 1`
  const rows = ctes.add(
    sql`SELECT *, row_number() OVER (${inOneOrder(input)}) AS ${number}, ${isFirst} AS h1 FROM ${input.from}`,
  )
  const added = declarations.map(({ name, type, initial }): Added => {
    const value = initial === undefined ? nullOf(type) : convert(binder.value(initial), type)
    return { name, type, id: ctes.column(), initial: value }
  })
  const scan: Scan = { input, added, steps, states: steps.map(() => ctes.column()), binder }
  const counter = ctes.column()
  const outputs = steps.map(() => ctes.column())
  const [state, output] = [stateType(scan), outputType(scan)]
  const empty = [
    ...scan.states.map((id) => sql`NULL::${state} AS ${id}`),
    ...outputs.map((id) => sql`NULL::${output} AS ${id}`),
  ]
  const walk = ctes.addRecursive(
    [number, counter, ...scan.states, ...outputs],
    (self) =>
      sql`SELECT 0::BIGINT AS ${number}, 0::BIGINT AS ${counter}, ${joinSql(empty)} UNION ALL ${nextRow(scan, self, rows, number, counter, outputs)}`,
  )
  const matched = [...outputs]
    .reverse()
    .map((id) => sql`SELECT ${number}, ${id} AS o FROM ${walk} WHERE ${id} IS NOT NULL`)
  const position = ctes.column()
  const match = ctes.column()
  const values = added.map(({ id }) => sql`m.o.${id} AS ${id}`)
  const from = ctes.add(
    sql`SELECT x.*, row_number() OVER (ORDER BY m.${number}) AS ${position}, m.o.m AS ${match}${joinSql(
      values.map((value) => sql`, ${value}`),
      sql``,
    )} FROM (${joinSql(matched, sql` UNION ALL `)}) AS m JOIN ${rows} AS x ON x.${number} = m.${number}`,
  )
  const matchColumn: readonly Column[] = matchName === undefined ? [] : [{ name: matchName, type: 'long', id: match }]
  return {
    from,
    columns: [...input.columns, ...added.map(({ name, type, id }) => ({ name, type, id })), ...matchColumn],
    order: [{ id: position, isDescending: false, nullsFirst: true }],
  }
}

// --- helpers, in order of use ---

interface Added extends Column {
  readonly initial: Sql
}

interface Scan {
  readonly input: Relation
  readonly added: readonly Added[]
  readonly steps: readonly ScanStep[]
  /** The columns of the states of the steps. */
  readonly states: readonly Sql[]
  readonly binder: Binder
}

/** Returns the rows in a single order, one partition after another. */
function inOneOrder({ partition, order }: Relation): Sql {
  return orderBy(partition === undefined ? order : [{ id: partition, isDescending: false, nullsFirst: true }, ...order])
}

function fieldType({ type, isRaw = false }: Column): Sql {
  return isRaw ? sql`TIMESTAMP` : PHYSICAL[type]
}

function rowType({ input, added }: Scan): Sql {
  return sql`STRUCT(${joinSql([...input.columns, ...added].map((column) => sql`${column.id} ${fieldType(column)}`))})`
}

function stateType(scan: Scan): Sql {
  const rows = scan.steps.map((_, index) => sql`, s${index} ${rowType(scan)}`)
  return sql`STRUCT(m BIGINT${joinSql(rows, sql``)})`
}

function outputType({ added }: Scan): Sql {
  return sql`STRUCT(m BIGINT${joinSql(
    added.map((column) => sql`, ${column.id} ${fieldType(column)}`),
    sql``,
  )})`
}

/** The states after the next row. Steps are tried from the last to the first. */
function nextRow(scan: Scan, walk: Sql, rows: Sql, number: Sql, counter: Sql, outputs: readonly Sql[]): Sql {
  const reset = [
    sql`CASE WHEN x.h1 THEN 0 ELSE p.${counter} END AS ${counter}`,
    ...scan.states.map((id) => sql`CASE WHEN NOT x.h1 THEN p.${id} END AS ${id}`),
  ]
  let from = sql`(SELECT x.*, ${joinSql(reset)} FROM ${walk} AS p JOIN ${rows} AS x ON x.${number} = p.${number} + 1)`
  for (const index of [...scan.steps.keys()].reverse())
    from = sql`(${tried(scan, index, from, counter, outputs[index]!)})`
  return sql`SELECT ${joinSql([number, counter, ...scan.states, ...outputs])} FROM ${from}`
}

function tried(scan: Scan, index: number, from: Sql, counter: Sql, output: Sql): Sql {
  const { steps, states, added } = scan
  const step = steps[index]!
  const own = states[index]!
  const previous = index === 0 ? undefined : states[index - 1]!
  const fits = (state: Sql) => sql`coalesce(${bindPredicate(step.condition, rowWith(scan, state), scan.binder)}, false)`
  const goesOn = previous === undefined ? sql`false` : sql`(${previous} IS NOT NULL AND ${fits(previous)})`
  const repeats = index === 0 ? fits(own) : sql`(${own} IS NOT NULL AND ${fits(own)})`
  const begins = index === 0 ? sql`${own} IS NULL` : sql`false`
  const match = index === 0 ? sql`coalesce(${own}.m, ${counter})` : sql`${own}.m`
  const next = (state: Sql, matchNumber: Sql) => {
    const rows = steps.map(
      (_, other) => sql`, 's${other}': ${other === index ? newRow(scan, index, state) : sql`${state}.s${other}`}`,
    )
    return sql`{'m': ${matchNumber}${joinSql(rows, sql``)}}`
  }
  const advanced = previous === undefined ? sql`NULL` : next(previous, sql`${previous}.m`)
  const replaced = [
    sql`CASE WHEN h2 THEN ${advanced} WHEN h3 THEN ${next(own, match)} ELSE ${own} END AS ${own}`,
    ...(previous === undefined ? [] : [sql`CASE WHEN NOT h2 THEN ${previous} END AS ${previous}`]),
    sql`${counter} + CASE WHEN h3 AND ${begins} THEN 1 ELSE 0 END AS ${counter}`,
  ]
  const latest = added.map(({ id }) => sql`, '${id}': ${own}.s${index}.${id}`)
  const shown = step.isHidden ? sql`NULL` : sql`CASE WHEN h2 OR h3 THEN {'m': ${own}.m${joinSql(latest, sql``)}} END`
  const tested = sql`(SELECT *, ${goesOn} AS h2, NOT ${goesOn} AND ${repeats} AS h3 FROM ${from})`
  const moved = sql`(SELECT * REPLACE (${joinSql(replaced)}) FROM ${tested})`
  return sql`SELECT * EXCLUDE (h2, h3), ${shown}::${outputType(scan)} AS ${output} FROM ${moved}`
}

/** The row of a step after a match: the row of the input with the assigned values. */
function newRow(scan: Scan, index: number, state: Sql): Sql {
  const { input, added, steps, binder } = scan
  const row = rowWith(scan, state)
  const fields = [
    ...input.columns.map(({ id }) => sql`'${id}': ${id}`),
    ...added.map(({ name, type, id, initial }) => {
      const assigned = steps[index]!.assignments.find((one) => one.name === name)
      return sql`'${id}': ${assigned === undefined ? initial : convert(binder.bind(assigned.value, row), type)}`
    }),
  ]
  return sql`{${joinSql(fields)}}`
}

/**
 * The values that are visible to the expressions of a step: the row of the input, and the latest row of each step as
 * `step.column`.
 */
function rowWith({ input, added, steps }: Scan, state: Sql): Row {
  const values: readonly (Column & { readonly initial?: Sql })[] = [...input.columns, ...added]
  return {
    relation: { ...input, isSerialized: false },
    column: (name): Bound | undefined => {
      const plain = input.columns.find((column) => column.name === name)
      if (plain !== undefined) return boundColumn(plain)
      // A column without the name of a step has the value from before the step, which is the initial value.
      const declared = added.find((column) => column.name === name)
      if (declared !== undefined) return { type: declared.type, sql: declared.initial, isConstant: true }
      const index = steps.findIndex((step) => name.startsWith(`${step.name}.`))
      const member = values.find((column) => `${steps[index]?.name}.${column.name}` === name)
      if (index < 0 || member === undefined) return undefined
      const stored = sql`${state}.s${index}.${member.id}`
      const field = member.type === 'string' ? sql`coalesce(${stored}, '')` : stored
      if (member.initial === undefined) return boundColumn({ ...member, id: field })
      return {
        type: member.type,
        sql: sql`CASE WHEN ${state}.s${index} IS NULL THEN ${member.initial} ELSE ${field} END`,
        isConstant: false,
      }
    },
    computeOnce: (bound) => bound,
    aggregate: () => undefined,
  }
}
