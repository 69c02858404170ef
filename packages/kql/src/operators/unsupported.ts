import { KqlError } from '../errors'
import type { Operator, SourceOperator } from './operator'

/** Operators that are known, but not supported, with what to write instead. */
const ALTERNATIVES: Readonly<Record<string, string>> = {
  'top-hitters': 'Use summarize count() and top.',
  'sample-distinct': 'Use distinct and take.',
  reduce: 'Use summarize by.',
  facet: 'Use one query for each facet.',
  fork: 'Use one query for each branch.',
  find: 'Use search or union.',
  'make-graph': 'Graphs have no replacement here.',
  'project-by-names': 'Use project.',
}

export const UNSUPPORTED_SOURCES: readonly SourceOperator[] = [
  {
    names: ['externaldata', 'external_data'],
    doc: 'Not supported.',
    example: '',
    read: (_, span) => {
      throw new KqlError(
        'UNSUPPORTED',
        span,
        'externaldata is not supported: data outside of the store cannot be read. Use datatable.',
      )
    },
  },
]

export const UNSUPPORTED: readonly Operator[] = Object.entries(ALTERNATIVES).map(([name, cure]) => ({
  names: [name],
  doc: `Not supported. ${cure}`,
  example: '',
  read: (_, span) => {
    throw new KqlError('UNSUPPORTED', span, `${name} is not supported. ${cure}`)
  },
}))
