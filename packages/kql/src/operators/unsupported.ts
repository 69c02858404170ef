import { KqlError, type Span } from '../errors'
import type { Operator, SourceOperator } from './operator'

/** Operators that are known, but not supported, with what to write instead. */
const ALTERNATIVES: Readonly<Record<string, string>> = {
  'assert-schema': 'Use getschema to look at the columns.',
  'execute-and-cache': 'Use materialize().',
  extend_ifexists: 'Use extend with column_ifexists().',
  facet: 'Use one query for each facet.',
  fork: 'Use one query for each branch.',
  'graph-mark-components': 'Graphs are not supported.',
  'graph-match': 'Use join for each edge.',
  'graph-shortest-paths': 'Graphs are not supported.',
  'graph-to-table': 'Graphs are not supported.',
  'graph-where-edges': 'Graphs are not supported.',
  'graph-where-nodes': 'Graphs are not supported.',
  'macro-expand': 'Use union.',
  'make-graph': 'Use join for each edge.',
  reduce: 'Use summarize count() by replace_regex(…), or take_any() for an example.',
}

const SOURCE_ALTERNATIVES: Readonly<Record<string, string>> = {
  externaldata: 'Data outside of the store cannot be read. Use datatable.',
  external_data: 'Data outside of the store cannot be read. Use datatable.',
}

export const UNSUPPORTED_SOURCES: readonly SourceOperator[] = Object.entries(SOURCE_ALTERNATIVES).map(
  ([name, cure]) => ({
    names: [name],
    doc: `Not supported. ${cure}`,
    example: '',
    read: (_, span) => refuse(name, cure, span),
  }),
)

export const UNSUPPORTED: readonly Operator[] = Object.entries(ALTERNATIVES).map(([name, cure]) => ({
  names: [name],
  doc: `Not supported. ${cure}`,
  example: '',
  read: (_, span) => refuse(name, cure, span),
}))

// --- helpers ---

function refuse(name: string, cure: string, span: Span): never {
  throw new KqlError('UNSUPPORTED', span, `${name} is not supported. ${cure}`)
}
