import { KqlError } from '../errors'
import type { Operator } from './operator'

export const evaluate: Operator = {
  names: ['evaluate'],
  doc: 'Calls a plugin: bag_unpack, narrow or pivot.',
  example: 'print a = 1 | evaluate narrow()',
  read: (parser, span) => {
    parser.parameters([])
    const call = parser.expression()
    return () => {
      const name = call.kind === 'call' ? call.name : 'it'
      throw new KqlError('UNSUPPORTED', span, `evaluate ${name}() is not supported.`)
    }
  },
}
