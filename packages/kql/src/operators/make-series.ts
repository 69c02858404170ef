import { KqlError } from '../errors'
import type { Expression, NamedExpression } from '../syntax/ast'
import type { Parser } from '../syntax/parser'
import { type SeriesDefinition, type SeriesItem, seriesOf } from './make-series-bins'
import type { Operator } from './operator'

export const makeSeries: Operator = {
  names: ['make-series'],
  doc: 'Arrays of aggregates over the bins of an axis, with a value for empty bins.',
  example: 'range x from 1 to 3 step 1 | make-series count() default=0 on x from 0 to 5 step 1',
  read: (parser) => {
    const definition = readDefinition(parser)
    return (input, binder) => seriesOf(input, definition, binder)
  },
}

// --- helpers, in order of use ---

function readDefinition(parser: Parser): SeriesDefinition {
  const { kind } = parser.parameters(['kind'])
  if (kind !== undefined && kind.text !== 'nonempty')
    throw parser.error('make-series takes kind=nonempty.', 'ARGUMENTS', kind)
  const aggregates = parser.list(() => seriesItem(parser))
  parser.expectName('on')
  const axis = parser.namedExpression(() => parser.unary())
  const range = parser.acceptName('in') ? inRange(parser) : fromTo(parser)
  const keys = parser.acceptName('by') ? parser.namedExpressions() : []
  const hasLimits = range.start !== undefined && range.stop !== undefined
  if (kind !== undefined && !hasLimits)
    throw parser.error('make-series kind=nonempty needs from and to.', 'ARGUMENTS', kind)
  return { aggregates, axis, ...range, keys, isNonEmpty: kind !== undefined }
}

function seriesItem(parser: Parser): SeriesItem {
  const item: NamedExpression = parser.namedExpression()
  if (!parser.acceptName('default')) return { ...item, fallback: undefined }
  parser.expect('=')
  return { ...item, fallback: parser.unary() }
}

type Range = Pick<SeriesDefinition, 'start' | 'stop' | 'step' | 'isInRange'>

function fromTo(parser: Parser): Range {
  const optional = (name: string): Expression | undefined => (parser.acceptName(name) ? parser.expression() : undefined)
  const start = optional('from')
  const stop = optional('to')
  parser.expectName('step')
  return { start, stop, step: parser.expression(), isInRange: false }
}

/** The other form: `in range(start, stop, step)` */
function inRange(parser: Parser): Range {
  const call = parser.expression()
  if (call.kind !== 'call' || call.name !== 'range' || call.args.length !== 3)
    throw new KqlError('SYNTAX', call, 'make-series in needs range(start, stop, step).')
  const [start, stop, step] = call.args.map(({ value }) => value)
  return { start, stop, step: step!, isInRange: true }
}
