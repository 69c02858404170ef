import { UNORDERED } from '../binding/binder'
import { KqlError } from '../errors'
import type { Parser } from '../syntax/parser'
import type { Operator } from './operator'
import { type Declaration, type ScanStep, scanned } from './scan-steps'

export const scan: Operator = {
  names: ['scan'],
  doc: 'Finds sequences of rows that match steps, and carries values from row to row, in order.',
  example: 'range x from 1 to 3 step 1 | scan declare (sum: long = 0) with (step s: true => sum = s.sum + x;)',
  read: (parser, span) => {
    const { with_match_id: matchId } = parser.parameters(['with_match_id'])
    const declarations = parser.acceptName('declare') ? parser.inParentheses(() => declaration(parser)) : []
    parser.expectName('with')
    parser.expect('(')
    const steps: ScanStep[] = []
    do steps.push(readStep(parser))
    while (!parser.accept(')'))
    return (input, binder) => {
      if (!input.isSerialized)
        throw new KqlError('NOT_SERIALIZED', span, 'scan needs ordered rows. Add sort or serialize before it.')
      const { from, columns, order } = scanned(input, declarations, steps, matchId?.text, binder)
      return { ...input, ...UNORDERED, from, columns, order }
    }
  },
}

// --- helpers, in order of use ---

function declaration(parser: Parser): Declaration {
  const name = parser.newName()
  parser.expect(':')
  const type = parser.type()
  return { name, type, initial: parser.accept('=') ? parser.expression() : undefined }
}

/** Reads `step s output=none: condition => a = 1, b = 2;` */
function readStep(parser: Parser): ScanStep {
  parser.expectName('step')
  const name = parser.newName()
  const { output } = parser.parameters(['output'])
  if (output !== undefined && output.text !== 'all' && output.text !== 'none')
    throw parser.error('scan supports output=all and output=none.', 'UNSUPPORTED', output)
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
  return { name, isHidden: output?.text === 'none', condition, assignments }
}
