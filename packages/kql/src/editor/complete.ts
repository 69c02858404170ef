import { aggregateDocs } from '../aggregates/index'
import { compile, type ResultColumn } from '../compile'
import { KqlError } from '../errors'
import { FUNCTION_FAMILIES } from '../functions/index'
import { operatorDocs } from '../operators/index'
import type { TableSchema } from '../schema'
import { wordAt } from './hover'
import { statementAt } from './statement-at'

export interface Completion {
  readonly label: string
  readonly kind: 'table' | 'column' | 'function' | 'aggregate' | 'operator' | 'name'
  /** The type of a column, the signature of a function, or a line about an operator. */
  readonly detail: string
}

export interface Completions {
  /** The start of the text that a completion replaces. */
  readonly start: number
  readonly end: number
  readonly items: readonly Completion[]
}

/** Returns the completions at an offset. The columns are the output of the operators before the offset. Never throws. */
export function complete(text: string, offset: number, schema: Readonly<Record<string, TableSchema>>): Completions {
  const word = wordAt(text, offset)
  const prefix = text.slice(word.start, offset).toLowerCase()
  const items = candidates(text, word.start, schema).filter(({ label }) => label.toLowerCase().startsWith(prefix))
  return { start: word.start, end: Math.max(offset, word.start), items }
}

// --- helpers, in order of use ---

type Schema = Readonly<Record<string, TableSchema>>

function candidates(text: string, offset: number, schema: Schema): readonly Completion[] {
  const { start } = statementAt(text, offset)
  const before = text.slice(start, offset)
  if (/\|\s*$/.test(before)) return OPERATORS
  const pipe = lastPipe(before)
  const names = [...before.matchAll(/\blet\s+(\w+)\s*=/g)].map(
    ([, name]): Completion => ({ label: name!, kind: 'name', detail: 'let' }),
  )
  if (pipe === undefined || /(?:^|[;(])\s*$/.test(before))
    return [...names, ...tables(schema), ...SOURCES, ...FUNCTIONS]
  const operator = /^\|\s*([\w-]+)/.exec(before.slice(pipe))?.[1]
  if (operator === 'join' || operator === 'union' || operator === 'lookup')
    return [...names, ...tables(schema), ...columns(before.slice(0, pipe), schema)]
  const aggregates = operator === 'summarize' || operator === 'make-series' ? aggregateDocs().map(aggregate) : []
  return [...columns(before.slice(0, pipe), schema), ...names, ...aggregates, ...FUNCTIONS]
}

/** The last `|` that is not inside a closed bracket. */
function lastPipe(text: string): number | undefined {
  let depth = 0
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') depth++
    else if (text[at] === '(') depth--
    else if (text[at] === '|' && depth <= 0) return at
  }
  return undefined
}

function tables(schema: Schema): readonly Completion[] {
  return Object.entries(schema).flatMap(([name, { workspaceName }]): readonly Completion[] => [
    { label: name, kind: 'table', detail: workspaceName },
    { label: workspaceName, kind: 'table', detail: name },
  ])
}

/** The columns of a pipeline. If the pipeline is inside an open bracket, only the text after the bracket compiles. */
function columns(pipeline: string, schema: Schema): readonly Completion[] {
  const open = unclosed(pipeline)
  for (const text of [pipeline, open]) {
    const found = columnsOf(text, schema)
    if (found !== undefined) return found.map(({ name, type }) => ({ label: name, kind: 'column', detail: type }))
  }
  return []
}

function columnsOf(text: string, schema: Schema): readonly ResultColumn[] | undefined {
  try {
    const compiled = compile(text, schema, { nowMs: 0 })
    return 'schemaQuery' in compiled ? [] : compiled.columns
  } catch (error) {
    if (error instanceof KqlError) return undefined
    throw error
  }
}

/** The text after the last bracket that is still open, such as the right side of a join. */
function unclosed(text: string): string {
  let depth = 0
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') depth++
    else if (text[at] === '(' && --depth < 0) return text.slice(at + 1)
  }
  return text
}

const FUNCTIONS: readonly Completion[] = Object.values(FUNCTION_FAMILIES)
  .flat()
  .map(({ name, signature }) => ({ label: name, kind: 'function', detail: signature }))

const { steps, sources } = operatorDocs()
const OPERATORS: readonly Completion[] = steps.map(({ name, doc }) => ({ label: name, kind: 'operator', detail: doc }))
const SOURCES: readonly Completion[] = sources.map(({ name, doc }) => ({ label: name, kind: 'operator', detail: doc }))

function aggregate({ name, signature }: ReturnType<typeof aggregateDocs>[number]): Completion {
  return { label: name, kind: 'aggregate', detail: signature }
}
