import { type Binder, UNORDERED } from '../binding/binder'
import { Names } from '../binding/names'
import { orderBy } from '../binding/order'
import type { Column, Relation } from '../binding/relation'
import { KqlError } from '../errors'
import { joinSql, type Sql, sql } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import { equal, type Key, keyOf, readConditions } from './join-keys'
import type { Operator } from './operator'

export const join: Operator = {
  names: ['join'],
  doc: 'Rows of two tables with the same keys. Without kind, only one of the left rows with the same keys is used.',
  example: 'print k = 1 | join kind=inner (print k = 1) on k',
  read: (parser, span) => {
    const { kind } = parser.parameters(['kind'])
    const right = parser.table()
    const conditions = readConditions(parser)
    const name = kind?.text ?? 'innerunique'
    if (!KINDS.has(name))
      throw parser.error(
        `Unknown kind of join ${name}. Use inner, innerunique, leftouter, rightouter, fullouter, leftanti, rightanti, leftsemi or rightsemi.`,
        'ARGUMENTS',
        kind,
      )
    return (input, binder) => {
      if (kind === undefined)
        binder.warn(
          span,
          'join without kind uses only one of the left rows with the same keys. Write kind=inner for all rows.',
        )
      return joined(name, input, binder.relation(right), conditions, binder)
    }
  },
}

export const lookup: Operator = {
  names: ['lookup'],
  doc: 'Adds the columns of a table with the same keys.',
  example: 'print k = 1 | lookup (print k = 1, v = 2) on k',
  read: (parser) => {
    const { kind } = parser.parameters(['kind'])
    const right = parser.table()
    const conditions = readConditions(parser)
    const name = kind?.text ?? 'leftouter'
    if (name !== 'leftouter' && name !== 'inner')
      throw parser.error('lookup takes kind=leftouter or kind=inner.', 'ARGUMENTS', kind)
    return (input, binder) => joined(name, input, binder.relation(right), conditions, binder, true)
  },
}

// --- helpers, in order of use ---

const KINDS = new Set([
  'inner',
  'innerunique',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftanti',
  'rightanti',
  'leftsemi',
  'rightsemi',
  'anti',
  'semi',
  'leftantisemi',
  'rightantisemi',
])

function joined(
  kind: string,
  left: Relation,
  right: Relation,
  conditions: readonly Expression[],
  binder: Binder,
  isLookup = false,
): Relation {
  if (left.partition !== undefined) {
    throw new KqlError('UNSUPPORTED', conditions[0]!, 'join is not supported within mv-apply and partition.')
  }
  const leftRow = binder.over(left)
  const rightRow = binder.over(fresh(right, binder))
  const keys = conditions.map((condition) => keyOf(condition, leftRow, rightRow, binder))
  if (kind === 'innerunique') {
    const first = orderBy(leftRow.relation.order)
    const distinct = sql`SELECT DISTINCT ON (${joinSql(keys.map(({ left: key }) => key.sql))}) * FROM ${leftRow.relation.from} ${first}`
    return both(
      'INNER',
      { ...leftRow.relation, from: binder.ctes.add(distinct) },
      rightRow.relation,
      keys,
      binder,
      isLookup,
    )
  }
  const test = joinSql(
    keys.map((key) => equal(key)),
    sql` AND `,
  )
  const [l, r] = [leftRow.relation, rightRow.relation]
  switch (kind) {
    case 'leftsemi':
    case 'semi':
      return {
        ...l,
        ...UNORDERED,
        from: binder.ctes.add(sql`SELECT * FROM ${l.from} WHERE EXISTS (SELECT 1 FROM ${r.from} WHERE ${test})`),
      }
    case 'leftanti':
    case 'anti':
    case 'leftantisemi':
      return {
        ...l,
        ...UNORDERED,
        from: binder.ctes.add(sql`SELECT * FROM ${l.from} WHERE NOT EXISTS (SELECT 1 FROM ${r.from} WHERE ${test})`),
      }
    case 'rightsemi':
      return {
        ...r,
        ...UNORDERED,
        from: binder.ctes.add(sql`SELECT * FROM ${r.from} WHERE EXISTS (SELECT 1 FROM ${l.from} WHERE ${test})`),
      }
    case 'rightanti':
    case 'rightantisemi':
      return {
        ...r,
        ...UNORDERED,
        from: binder.ctes.add(sql`SELECT * FROM ${r.from} WHERE NOT EXISTS (SELECT 1 FROM ${l.from} WHERE ${test})`),
      }
    default:
      return both(SQL_KINDS[kind]!, l, r, keys, binder, isLookup)
  }
}

/** Gives the columns new names in SQL, because both sides may come from the same table. */
function fresh(relation: Relation, binder: Binder): Relation {
  const columns = relation.columns.map((column) => ({ ...column, id: binder.ctes.column() }))
  const list = columns.map(({ id }, index) => sql`${relation.columns[index]!.id} AS ${id}`)
  const from = binder.ctes.add(sql`SELECT ${list.length === 0 ? sql`1 AS h0` : joinSql(list)} FROM ${relation.from}`)
  return { ...relation, ...UNORDERED, from, columns }
}

const SQL_KINDS: Readonly<Record<string, 'INNER' | 'LEFT' | 'RIGHT' | 'FULL'>> = {
  inner: 'INNER',
  leftouter: 'LEFT',
  rightouter: 'RIGHT',
  fullouter: 'FULL',
}
const JOINS = { INNER: sql`JOIN`, LEFT: sql`LEFT JOIN`, RIGHT: sql`RIGHT JOIN`, FULL: sql`FULL JOIN` }

function both(
  kind: keyof typeof JOINS,
  left: Relation,
  right: Relation,
  keys: readonly Key[],
  binder: Binder,
  isLookup: boolean,
): Relation {
  const names = new Names()
  const skipped = isLookup ? new Set(keys.map(({ rightName }) => rightName)) : new Set<string | undefined>()
  const leftOuter = kind === 'RIGHT' || kind === 'FULL'
  const rightOuter = kind === 'LEFT' || kind === 'FULL'
  const columns: Column[] = []
  const list: Sql[] = []
  const add = (column: Column, name: string, isOuter: boolean) => {
    const id = binder.ctes.column()
    const value = isOuter && column.type === 'string' ? sql`coalesce(${column.id}, '')` : column.id
    list.push(sql`${value} AS ${id}`)
    columns.push({ ...column, name, id })
  }
  for (const column of left.columns) add(column, names.implied(column.name), leftOuter)
  for (const column of right.columns) if (!skipped.has(column.name)) add(column, names.implied(column.name), rightOuter)
  const test = joinSql(keys.map(equal), sql` AND `)
  const select = list.length === 0 ? sql`1 AS h0` : joinSql(list)
  const from = binder.ctes.add(sql`SELECT ${select} FROM ${left.from} ${JOINS[kind]} ${right.from} ON ${test}`)
  return { from, columns, ...UNORDERED }
}
