import type { Binder } from '../binding/binder'
import { convert } from '../binding/convert'
import type { Relation } from '../binding/relation'
import { KqlError } from '../errors'
import type { SelectedColumn } from '../operators/columns'
import { sql, stringLiteral } from '../sql/sql'
import type { Call } from '../syntax/ast'
import type { KqlType } from '../types'
import { columnOf, type OutputSchema, type Plugin } from './plugin'

export const bagUnpack: Plugin = {
  name: 'bag_unpack',
  doc: 'A column for each key of the bags in a column. The keys and their types come from the data.',
  example: 'print d = dynamic({"a": 1}) | evaluate bag_unpack(d)',
  apply: (input, call, binder, schema) => {
    const bag = columnOf(call.args[0]?.value, input, call)
    if (bag.type !== 'dynamic')
      throw new KqlError('TYPE', call, `bag_unpack() expects a dynamic column, got a ${bag.type}.`)
    const { prefix, conflict, ignored } = optionsOf(call, binder)
    const kept: readonly SelectedColumn[] = input.columns.filter((column) => column !== bag)
    const keys = schema === undefined ? foundKeys(bag.id, input, call, binder) : declaredKeys(schema, prefix)
    const unpacked = keys
      .filter(({ key }) => !ignored.includes(key))
      .map(({ key, type }): SelectedColumn => {
        const path = { base: bag.id, json: `$."${key.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` }
        const value = sql`json_extract(${bag.id}, ${stringLiteral(path.json)})`
        const member = convert({ type: 'dynamic', sql: value, isConstant: false, path }, type)
        return { name: `${prefix}${key}`, type, id: binder.ctes.column(), sql: member }
      })
    const others = schema?.hasAll === false ? [] : kept
    const clash = unpacked.find(({ name }) => others.some((column) => column.name === name))
    if (clash !== undefined && conflict === 'error')
      throw new KqlError(
        'ARGUMENTS',
        call,
        `bag_unpack() would make a second column ${clash.name}. Give it a prefix as second argument, or write columnsConflict="keep_source".`,
      )
    const columns = unpacked.map((column) => {
      const source = others.find(({ name }) => name === column.name)
      return conflict === 'keep_source' && source !== undefined ? source : column
    })
    const free = others.filter(({ name }) => !unpacked.some((column) => column.name === name))
    return binder.select(binder.over(input), [...free, ...columns])
  },
}

// --- helpers, in order of use ---

interface Options {
  readonly prefix: string
  readonly conflict: string
  readonly ignored: readonly string[]
}

/** Reads the arguments after the column, which are named, or positional in this order. */
function optionsOf(call: Call, binder: Binder): Options {
  const names = ['OutputColumnPrefix', 'columnsConflict', 'ignoredProperties']
  const given = new Map<string, unknown>()
  for (const [index, { name, value }] of call.args.slice(1).entries()) {
    const known = names.find((one) => one.toLowerCase() === name?.toLowerCase())
    if (name !== undefined && known === undefined)
      throw new KqlError('ARGUMENTS', value, `bag_unpack() has no argument ${name}. It has ${names.join(', ')}.`)
    const constant = binder.value(value).value
    if (constant === undefined)
      throw new KqlError('ARGUMENTS', value, 'An argument of bag_unpack() must be a constant.')
    given.set(known ?? names[index] ?? '', constant)
  }
  const conflict = String(given.get('columnsConflict') ?? 'error')
  if (!['error', 'replace_source', 'keep_source'].includes(conflict))
    throw new KqlError('ARGUMENTS', call, 'columnsConflict is error, replace_source or keep_source.')
  const ignored: unknown = JSON.parse(String(given.get('ignoredProperties') ?? '[]'))
  return {
    prefix: String(given.get('OutputColumnPrefix') ?? ''),
    conflict,
    ignored: Array.isArray(ignored) ? ignored.map(String) : [],
  }
}

interface Key {
  readonly key: string
  readonly type: KqlType
}

function foundKeys(bag: SelectedColumn['id'], input: Relation, call: Call, binder: Binder): readonly Key[] {
  const keys = sql`SELECT unnest(json_keys(${bag})) AS k, ${bag} AS d FROM ${input.from} WHERE json_type(${bag}) = 'OBJECT'`
  const types = sql`string_agg(DISTINCT json_type(json_extract(d, '$."' || replace(k, '"', '\\"') || '"')), ',')`
  return binder
    .querySchema(sql`SELECT k, ${types} FROM (${keys}) GROUP BY k ORDER BY k`, call)
    .map(([key, jsonTypes]) => ({ key: String(key), type: typeOf(String(jsonTypes)) }))
}

function declaredKeys({ columns }: OutputSchema, prefix: string): readonly Key[] {
  return columns
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, type }) => ({ key: name.slice(prefix.length), type }))
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
