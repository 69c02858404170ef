import type { Binder } from '../binding/binder'
import { nullOf } from '../binding/bound'
import { convert } from '../binding/convert'
import { findColumn, type Relation } from '../binding/relation'
import { boundColumn } from '../binding/row'
import { KqlError } from '../errors'
import { PLUGIN_ALTERNATIVES, PLUGINS } from '../plugins/index'
import type { OutputSchema } from '../plugins/plugin'
import { suggestion } from '../suggestion'
import type { Call } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import type { Token } from '../syntax/token'
import { computed } from './columns'
import type { Operator } from './operator'

export const evaluate: Operator = {
  names: ['evaluate'],
  doc: `Calls a plugin: ${PLUGINS.map(({ name }) => name).join(', ')}.`,
  example: 'print a = 1 | evaluate narrow()',
  read: (parser) => {
    parser.parameters([])
    const next = parser.peek()
    const plugin = PLUGINS.find(({ name }) => name === next.text)
    if (plugin === undefined) throw unknownPlugin(next)
    const call = parser.unary()
    if (call.kind !== 'call')
      throw new KqlError('SYNTAX', call, 'evaluate expects the call of a plugin, like bag_unpack(customDimensions).')
    const schema = parser.accept(':') ? readSchema(parser) : undefined
    return (input, binder) => {
      const result = plugin.apply(input, call, binder, schema)
      return schema === undefined || plugin.name === 'bag_unpack' ? result : declared(result, schema, call, binder)
    }
  },
}

// --- helpers, in order of use ---

function unknownPlugin({ text, start, end }: Token): KqlError {
  const names = PLUGINS.map((one) => one.name)
  const cure = PLUGIN_ALTERNATIVES.get(text)
  const hint = cure === undefined ? suggestion(text, names) || ` Supported are ${names.join(', ')}.` : ` ${cure}`
  return new KqlError('UNSUPPORTED', { start, end }, `The plugin ${text} is not supported.${hint}`)
}

/** Reads `(*, name: type)`. */
function readSchema(parser: Parser): OutputSchema {
  let hasAll = false
  const columns: OutputSchema['columns'][number][] = []
  parser.inParentheses(() => {
    if (parser.accept('*')) {
      hasAll = true
      return
    }
    const name = parser.newName()
    parser.expect(':')
    columns.push({ name, type: parser.type() })
  })
  return { hasAll, columns }
}

/** Returns the columns that the query declares. A column that the plugin does not produce is null. */
function declared(result: Relation, schema: OutputSchema, call: Call, binder: Binder): Relation {
  if (schema.hasAll) throw new KqlError('UNSUPPORTED', call, 'Only the schema of bag_unpack() may begin with *.')
  const columns = schema.columns.map(({ name, type }) => {
    const found = findColumn(result, name)
    const value = found === undefined ? nullOf(type) : convert(boundColumn(found), type)
    return found?.type === type ? found : computed(name, type, value, binder)
  })
  return binder.select(binder.over(result), columns)
}
