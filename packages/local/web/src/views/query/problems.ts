import { applicationInsightsSchema, compile, KqlError, type Statement } from '@azmon/kql/editor'
import type { Failed } from './failed'

/** Something about a part of the text. The offsets are those of the whole text. */
export interface Problem {
  readonly start: number
  readonly end: number
  readonly message: string
  readonly isError: boolean
}

/** Returns what is wrong with a query that is answered here, without running it. Other services may have other tables. */
export function problemsOf({ text, start }: Statement): readonly Problem[] {
  const known = compiled.get(text) ?? compileOnly(text)
  remember(text, known)
  return known.map((problem) => ({ ...problem, start: problem.start + start, end: problem.end + start }))
}

/** Returns where the server found the mistake, if the query is still in the text. */
export function problemOfRun({ text, error }: Failed, queries: readonly Statement[]): Problem | undefined {
  const query = queries.find((each) => each.text.trim() === text)
  if (query === undefined || error.line === undefined) return undefined
  const before = query.text.length - query.text.trimStart().length
  const lines = text.split('\n').slice(0, error.line - 1)
  const at = query.start + before + lines.reduce((sum, line) => sum + line.length + 1, 0) + (error.column ?? 1) - 1
  return { start: at, end: at + (error.length ?? 1), message: error.message, isError: true }
}

/** Returns `Line 11, column 74`. */
export function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset)
  return `Line ${before.split('\n').length}, column ${before.length - before.lastIndexOf('\n')}`
}

// --- helpers ---

const compiled = new Map<string, readonly Problem[]>()
const MAX_COMPILED = 50

function remember(text: string, problems: readonly Problem[]): void {
  compiled.delete(text)
  compiled.set(text, problems)
  if (compiled.size > MAX_COMPILED) compiled.delete(compiled.keys().next().value!)
}

function compileOnly(text: string): readonly Problem[] {
  try {
    const query = compile(text, applicationInsightsSchema, { nowMs: Date.now() })
    return 'schemaQuery' in query ? [] : query.warnings.map((warning) => ({ ...warning, isError: false }))
  } catch (error) {
    if (!(error instanceof KqlError)) return []
    const { span, message } = error
    return [{ start: span.start, end: Math.max(span.end, span.start + 1), message, isError: true }]
  }
}
