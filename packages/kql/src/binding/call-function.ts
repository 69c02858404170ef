import { KqlError } from '../errors'
import type { Call, Parameter } from '../syntax/ast'
import type { KqlType } from '../types'
import type { Binder } from './binder'
import type { Bound } from './bound'
import { convert } from './convert'
import { literal } from './literals'
import type { Relation } from './relation'
import type { Row } from './row'
import { type Definition, Scope } from './scope'

type FunctionDefinition = Extract<Definition, { kind: 'function' }>

/** Calls a function that the query defines: binds its body in a scope with its parameters. */
export function callFunction(
  found: FunctionDefinition,
  call: Call,
  row: Row | undefined,
  binder: Binder,
): Relation | Bound {
  const { literal: fn, scope } = found
  if (call.args.length > fn.parameters.length) {
    throw new KqlError(
      'ARGUMENTS',
      call,
      `${call.name}() takes ${fn.parameters.length} arguments, got ${call.args.length}.`,
    )
  }
  const inner = new Scope(scope)
  for (const [index, parameter] of fn.parameters.entries())
    inner.define(parameter.name, argumentOf(parameter, index, call, row, binder))
  const body = binder.within(inner, call)
  if (row === undefined) return body.query(fn.body)
  const { lets, result } = fn.body
  if (result === undefined || lets.some(({ value }) => body.isTabular(value))) return body.query(fn.body)
  for (const one of lets) {
    if (one.value.kind === 'function') inner.define(one.name, { kind: 'function', literal: one.value, scope: inner })
    else inner.define(one.name, { kind: 'scalar', value: body.bind(one.value, parametersOnly(row)) })
  }
  if (body.isTabular(result)) return body.relation(result)
  return body.bind(result, parametersOnly(row))
}

// --- helpers, in order of use ---

function argumentOf(parameter: Parameter, index: number, call: Call, row: Row | undefined, binder: Binder): Definition {
  const { name, type, defaultValue } = parameter
  const given =
    call.args.find((one) => one.name === name) ?? (call.args[index]?.name === undefined ? call.args[index] : undefined)
  if (given === undefined && defaultValue === undefined) {
    throw new KqlError('ARGUMENTS', call, `${call.name}() needs an argument for ${name}.`)
  }
  if (type === 'table') {
    const relation = binder.relation(given!.value)
    return { kind: 'table', relation: () => relation }
  }
  const value = given?.value ?? defaultValue!
  const bound = row === undefined ? binder.value(value) : row.computeOnce(binder.bind(value, row))
  return { kind: 'scalar', value: bound.type === type ? bound : typed(bound, type, row) }
}

function typed(bound: Bound, type: Exclude<Parameter['type'], 'table'>, row: Row | undefined): Bound {
  if (keepsItsValue(bound, type)) return literal(type, type === 'real' ? Number(bound.value) : bound.value)
  return { type, sql: convert(row === undefined ? bound : row.computeOnce(bound), type), isConstant: bound.isConstant }
}

/** A literal stays one, as for the name of `percentile(x, p)`. */
function keepsItsValue({ type: given, value }: Bound, type: KqlType): boolean {
  if (value === undefined || value === null) return false
  if (type === 'real') return true
  const isInteger = given === 'int' || given === 'long'
  return isInteger && (type === 'long' || (type === 'int' && BigInt.asIntN(32, BigInt(value)) === BigInt(value)))
}

/** The body of a function does not see the columns of its caller. */
function parametersOnly(row: Row): Row {
  return {
    get relation() {
      return { ...row.relation, columns: [] }
    },
    column: () => undefined,
    computeOnce: (bound) => row.computeOnce(bound),
    aggregate: (call) => row.aggregate(call),
  }
}
