import { aggregateNamed, aggregateNames } from '../aggregates/index'
import { KqlError } from '../errors'
import type { FunctionEntry, ParameterSpec, ParameterType } from '../functions/entry'
import { functionNamed, functionNames } from '../functions/index'
import { cureFor, FOREIGN_NAMES } from '../functions/unsupported'
import { type Sql, sql } from '../sql/sql'
import { suggestion } from '../suggestion'
import type { Call } from '../syntax/ast'
import { isNumeric } from '../types'
import type { Binder } from './binder'
import { type Bound, nullOf } from './bound'
import { callFunction } from './call-function'
import { convert } from './convert'
import { literal } from './literals'
import { impliedName } from './names'
import type { Row } from './row'
import { toText } from './text'

/** Binds a call of a function that the query defines, of an aggregate where one is allowed, or of a built-in function. */
export function bindCall(call: Call, row: Row, binder: Binder): Bound {
  const own = binder.scope.find(call.name)
  if (own?.kind === 'function') {
    const result = callFunction(own, call, row, binder)
    if ('from' in result)
      throw new KqlError('TYPE', call, `${call.name}() returns a table. Use toscalar() for its first value.`)
    return result
  }
  if (call.name === 'toscalar') return toScalar(call, binder)
  if (call.name === 'ingestion_time' && call.args.length === 0) return ingestionTime(row)
  if (call.name === 'column_names_of') return columnNames(call, binder)
  if (call.name === 'materialize' && call.args.length === 1) return binder.bind(call.args[0]!.value, row)
  const aggregate = row.aggregate(call)
  if (aggregate !== undefined) return aggregate
  const found = functionNamed(call.name)
  if (found !== undefined) return bindEntry(found.entry, call, row, binder, found.isDeprecated)
  if (aggregateNamed(call.name) !== undefined) {
    throw new KqlError('ARGUMENTS', call, `${call.name}() is an aggregate function. Use it in summarize.`)
  }
  const cure = cureFor(call.name)
  if (cure !== undefined) throw new KqlError('UNSUPPORTED', call.nameSpan, `${call.name}() is not supported. ${cure}`)
  const names = [...functionNames(), ...aggregateNames(), ...binder.scope.names()]
  const hint = Object.hasOwn(FOREIGN_NAMES, call.name.toLowerCase())
    ? ` Use ${FOREIGN_NAMES[call.name.toLowerCase()]}().`
    : suggestion(call.name, names)
  throw new KqlError('UNKNOWN_FUNCTION', call.nameSpan, `There is no function ${call.name}().${hint}`)
}

/** Checks the number of arguments. */
export function checkArguments(call: Call, parameters: readonly ParameterSpec[], signature: string): void {
  const least = parameters.filter(({ isOptional }) => !isOptional).length
  const most = parameters.some(({ isRest }) => isRest) ? Number.POSITIVE_INFINITY : parameters.length
  const given = call.args.length
  if (given >= least && given <= most) return
  throw new KqlError('ARGUMENTS', call, `${call.name}() got ${given} arguments. Its signature is ${signature}.`)
}

/** Converts an argument to the type of its parameter. */
export function coerce(bound: Bound, type: ParameterType, parameter: string, call: Call, row: Row): Sql {
  const { type: given } = bound
  const as = (wanted: Exclude<ParameterType, 'number' | 'any'>) => {
    const result = convert(bound.path === undefined ? row.computeOnce(bound) : bound, wanted)
    return result
  }
  if (type === 'any' || given === type) return bound.sql
  if (bound.value === null && type !== 'number') return nullOf(type)
  switch (type) {
    case 'string':
      return given === 'int' || given === 'long' || bound.path !== undefined
        ? toText(bound)
        : toText(row.computeOnce(bound))
    case 'number':
      if (isNumeric(given)) return bound.sql
      if (given === 'dynamic') return as('real')
      break
    case 'long':
    case 'int':
      if (given === 'int' || given === 'long') return bound.sql
      if (given === 'dynamic' || given === 'real' || given === 'bool') return as('long')
      break
    case 'real':
    case 'decimal':
      if (isNumeric(given) || given === 'dynamic' || given === 'bool') return as(type)
      break
    case 'bool':
      if (given === 'dynamic' || given === 'string' || isNumeric(given)) return as('bool')
      break
    case 'datetime':
    case 'timespan':
      if (given === 'dynamic' || typeof bound.value === 'string') return as(type)
      break
    case 'dynamic':
      if (given === 'string') return as('dynamic')
      break
    case 'guid':
      if (given === 'string') return as('guid')
  }
  throw new KqlError(
    'TYPE',
    call,
    `${call.name}() expects a ${type} for ${parameter}, got a ${given}. Convert it, for example with to${type === 'real' ? 'double' : type}().`,
  )
}

// --- helpers, in order of use ---

function toScalar(call: Call, binder: Binder): Bound {
  const [argument] = call.args
  if (argument === undefined || call.args.length > 1)
    throw new KqlError('ARGUMENTS', call, 'toscalar() needs one table.')
  if (!binder.isTabular(argument.value)) return binder.value(argument.value)
  const table = binder.relation(argument.value)
  if (table.partition !== undefined)
    throw new KqlError('UNSUPPORTED', call, 'toscalar() cannot read a part of a partition. Use summarize and join.')
  const [column] = table.columns
  if (column === undefined) throw new KqlError('TYPE', call, 'The table has no columns.')
  const { type, sql: value } = binder.over(table).column(column.name)!
  const first = sql`(SELECT ${value} FROM ${table.from} LIMIT 1)`
  return { type, sql: type === 'string' ? sql`coalesce(${first}, '')` : first, isConstant: true }
}

/** Rows arrive at once, so it is their timestamp. Rows that are not from a table have none. */
function ingestionTime(row: Row): Bound {
  const time = row.column('timestamp') ?? row.column('TimeGenerated')
  return time?.type === 'datetime' ? time : literal('datetime', null)
}

function columnNames(call: Call, binder: Binder): Bound {
  const [argument] = call.args
  if (argument === undefined || call.args.length > 1)
    throw new KqlError('ARGUMENTS', call, 'column_names_of() needs one table.')
  return literal('dynamic', JSON.stringify(binder.relation(argument.value).columns.map(({ name }) => name)))
}

function bindEntry(entry: FunctionEntry, call: Call, row: Row, binder: Binder, isDeprecated: boolean): Bound {
  checkArguments(call, entry.parameters, entry.signature)
  if (isDeprecated) binder.warn(call.nameSpan, `${call.name}() is a deprecated name of ${entry.name}().`)
  const args = call.args.flatMap(({ value }) =>
    value.kind === 'star' && entry.takesAllColumns
      ? row.relation.columns.map(({ name }) => row.column(name)!)
      : [binder.bind(value, row)],
  )
  if (entry.chooses !== undefined) return entry.chooses({ args, call, row, binder })
  const ready = args.map((bound, index) => {
    const parameter = entry.parameters[Math.min(index, entry.parameters.length - 1)]!
    const value = coerce(bound, parameter.type, parameter.name, call, row)
    return entry.repeats ? row.computeOnce({ ...bound, sql: value }).sql : value
  })
  const reused = entry.repeats ? args.map((bound) => (bound.path === undefined ? row.computeOnce(bound) : bound)) : args
  const context = { args: reused, call, row, binder }
  const type =
    typeof entry.returns === 'function'
      ? entry.returns(args, context)
      : entry.returns === 'first'
        ? args[0]!.type
        : entry.returns
  const several = entry.several?.(
    call.args.map(({ value }) => impliedName(value)),
    args,
  )
  return {
    type,
    sql: entry.sql(ready, context),
    isConstant: args.every(({ isConstant }) => isConstant),
    ...(several !== undefined && { several }),
  }
}
