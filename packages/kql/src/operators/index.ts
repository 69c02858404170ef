import type { Operators } from '../syntax/parser'
import { distinct } from './distinct'
import { as, consume, getSchema, invoke, render } from './ending'
import { evaluate } from './evaluate'
import { extend, serialize } from './extend'
import { find } from './find'
import { join, lookup } from './join'
import { makeSeries } from './make-series'
import { mvApply } from './mv-apply'
import { mvExpand, oldMvExpand } from './mv-expand'
import type { Operator, SourceOperator } from './operator'
import { parse, parseWhere } from './parse'
import { parseKv } from './parse-kv'
import { partition } from './partition'
import { project, projectAway, projectByNames, projectKeep, projectRename, projectReorder } from './project'
import { scan } from './scan'
import { search, searchSource } from './search'
import { sort, top } from './sort'
import { datatable, print, range } from './sources'
import { summarize } from './summarize'
import { count, sample, sampleDistinct, take, topHitters } from './take'
import { topNested } from './top-nested'
import { union, unionSource } from './union'
import { UNSUPPORTED, UNSUPPORTED_SOURCES } from './unsupported'
import { where } from './where'

const OPERATORS: readonly Operator[] = [
  where,
  project,
  projectAway,
  projectKeep,
  projectByNames,
  projectRename,
  projectReorder,
  extend,
  serialize,
  summarize,
  distinct,
  count,
  sort,
  top,
  take,
  sample,
  sampleDistinct,
  topHitters,
  union,
  join,
  lookup,
  mvExpand,
  oldMvExpand,
  mvApply,
  partition,
  topNested,
  scan,
  parse,
  parseWhere,
  parseKv,
  makeSeries,
  search,
  evaluate,
  invoke,
  as,
  getSchema,
  render,
  consume,
  ...UNSUPPORTED,
]

const SOURCES: readonly SourceOperator[] = [
  datatable,
  print,
  range,
  unionSource,
  searchSource,
  find,
  ...UNSUPPORTED_SOURCES,
]

/** Finds the operators for the parser. */
export const operators: Operators = {
  names: () => OPERATORS.flatMap(({ names }) => names),
  step: (name) => {
    const found = OPERATORS.find(({ names }) => names.includes(name))
    return found && ((parser, span) => ({ name, content: found.read(parser, span), start: span.start, end: span.end }))
  },
  source: (name) => {
    const found = SOURCES.find(({ names }) => names.includes(name))
    return (
      found &&
      ((parser, span) => ({
        kind: 'source',
        name,
        content: found.read(parser, span),
        start: span.start,
        end: span.end,
      }))
    )
  },
}

/** Returns a one-line description of an operator. Undefined if there is no operator with this name. */
export function operatorDoc(name: string): string | undefined {
  return [...OPERATORS, ...SOURCES].find(({ names }) => names.includes(name))?.doc
}

export interface OperatorDoc {
  readonly name: string
  readonly doc: string
  /** An example query; empty if the operator is not supported. */
  readonly example: string
}

/** The operators after a `|`, and those that begin a pipeline, by their first names. */
export function operatorDocs(): { readonly steps: readonly OperatorDoc[]; readonly sources: readonly OperatorDoc[] } {
  const docs = (all: readonly (Operator | SourceOperator)[]) =>
    all.filter(({ example }) => example !== '').map(({ names: [name = ''], doc, example }) => ({ name, doc, example }))
  return { steps: docs(OPERATORS), sources: docs(SOURCES) }
}
