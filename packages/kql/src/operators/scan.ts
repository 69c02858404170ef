import { type Bound, nullOf } from '../binding/bound'
import { convert } from '../binding/convert'
import { bindPredicate } from '../binding/expression'
import { window } from '../binding/order'
import type { Column } from '../binding/relation'
import { boundColumn, type Row } from '../binding/row'
import { KqlError } from '../errors'
import { joinSql, sql } from '../sql/sql'
import type { Expression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import { type KqlType, typeNamed } from '../types'
import type { Operator } from './operator'

export const scan: Operator = {
  names: ['scan'],
  doc: 'Carries a state from row to row, in order. Only one step is supported.',
  example: 'range x from 1 to 3 step 1 | scan declare (sum: long = 0) with (step s: true => sum = s.sum + x;)',
  read: (parser, span) => {
    parser.parameters(['with_match_id'])
    const states = parser.acceptName('declare') ? parser.inParentheses(() => state(parser)) : []
    parser.expectName('with')
    parser.expect('(')
    const step = readStep(parser)
    if (!parser.accept(')'))
      throw parser.error('scan with several steps is not supported. Use one step, or prev() after sort.', 'UNSUPPORTED')
    return (input, binder) => {
      if (!input.isSerialized)
        throw new KqlError('NOT_SERIALIZED', span, 'scan needs ordered rows. Add sort or serialize before.')
      const number = binder.ctes.column()
      const rows = binder.ctes.add(sql`SELECT *, row_number() OVER (${window(input)}) AS ${number} FROM ${input.from}`)
      const added = states.map(({ name, type, initial }): Column & { readonly initial: Bound } => {
        const value = initial === undefined ? { type, sql: nullOf(type), isConstant: true } : binder.value(initial)
        return { name, type, id: binder.ctes.column(), initial: { ...value, type, sql: convert(value, type) } }
      })
      const row: Row = {
        relation: { ...input, isSerialized: false },
        column: (name) => {
          const found = input.columns.find((column) => column.name === name)
          if (found !== undefined) return boundColumn(found)
          const [owner, member] = name.split('.')
          const kept = added.find((one) => one.name === (member ?? owner))
          if (kept === undefined) return undefined
          // Without the name of a step, the name means the value before the step, which is the initial value.
          if (member === undefined) return kept.initial
          return owner === step.name ? { type: kept.type, sql: sql`p.${kept.id}`, isConstant: false } : undefined
        },
        once: (bound) => bound,
        aggregate: () => undefined,
      }
      const isMatch = binder.ctes.column()
      const test = sql`coalesce(${bindPredicate(step.condition, row, binder)}, false)`
      const next = added.map(({ name, type, id, initial }) => {
        const assigned = step.assignments.find((one) => one.name === name)
        if (assigned === undefined) return sql`CASE WHEN ${test} THEN ${initial.sql} ELSE p.${id} END`
        const bound = binder.bind(assigned.value, row)
        return sql`CASE WHEN ${test} THEN ${convert(bound, type)} ELSE p.${id} END`
      })
      const ids = added.map(({ id }) => id)
      const start = sql`SELECT 0::BIGINT AS ${number}, false AS ${isMatch}${joinSql(
        added.map(({ id, initial }) => sql`, ${initial.sql} AS ${id}`),
        sql``,
      )}`
      const transitions = (name: ReturnType<typeof binder.ctes.add>) =>
        sql`${start} UNION ALL SELECT x.${number}, ${test}${joinSql(
          next.map((value) => sql`, ${value}`),
          sql``,
        )} FROM ${name} AS p JOIN ${rows} AS x ON x.${number} = p.${number} + 1`
      const steps = binder.ctes.addRecursive([number, isMatch, ...ids], transitions)
      const list = joinSql([sql`x.*`, ...ids.map((id) => sql`s.${id}`)])
      const from = binder.ctes.add(
        sql`SELECT ${list} FROM ${rows} AS x JOIN ${steps} AS s ON x.${number} = s.${number} WHERE s.${isMatch}`,
      )
      const columns = [...input.columns, ...added.map(({ name, type, id }) => ({ name, type, id }))]
      return { ...input, from, columns, order: [{ id: number, isDescending: false, nullsFirst: true }] }
    }
  },
}

// --- helpers, in order of use ---

interface State {
  readonly name: string
  readonly type: KqlType
  readonly initial: Expression | undefined
}

function state(parser: Parser): State {
  const name = parser.newName()
  parser.expect(':')
  const type = typeNamed(parser.peek().text)
  if (type === undefined) throw parser.error(`Unknown type ${parser.peek().text}.`)
  parser.next()
  return { name, type, initial: parser.accept('=') ? parser.expression() : undefined }
}

interface ScanStep {
  readonly name: string
  readonly condition: Expression
  readonly assignments: readonly { readonly name: string; readonly value: Expression }[]
}

/** Reads `step s: condition => a = 1, b = 2;` */
function readStep(parser: Parser): ScanStep {
  parser.expectName('step')
  const name = parser.name()
  parser.parameters(['optional', 'output'])
  parser.expect(':')
  const condition = parser.expression()
  const assignments = parser.accept('=>')
    ? parser.list(() => {
        const assigned = parser.name()
        parser.expect('=')
        return { name: assigned, value: parser.expression() }
      })
    : []
  parser.expect(';')
  return { name, condition, assignments }
}
