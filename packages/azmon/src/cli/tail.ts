import { setTimeout as delay } from 'node:timers/promises'
import { type Command, EXIT, interruptible, refuse, type Terminal, type ValuesOf } from '@azmon/core/command-line'
import { findLocal } from './find-package'
import { isQueryError, queryErrorLines } from './query/query-error'
import { SOURCE_NOTE, SOURCE_OPTION, sourceOf } from './sources/source-option'
import { Follower } from './tail/follower'
import { readFilter } from './tail/read-filter'
import { colorOf, TailLines } from './tail/tail-line'
import { filterLines, KINDS, LEVELS, WHERE_LINE } from './tail/tail-query'
import { version } from './version'

const NAME = 'azmon tail'

const OPTIONS = {
  level: {
    kind: 'choice',
    choices: LEVELS,
    placeholder: '<level>',
    help: `only this level and above: ${LEVELS.join(', ')}; failed requests and calls are errors`,
  },
  role: { kind: 'string', placeholder: '<names>', help: 'only these roles, separated by commas' },
  kind: { kind: 'string', placeholder: '<tables>', help: 'only these tables (default: all but those of metrics)' },
  text: {
    kind: 'string',
    placeholder: '<text>',
    help: 'only rows whose name, message, URL or properties contain this',
  },
  operation: { kind: 'string', placeholder: '<id>', help: 'only this operation (trace id)' },
  where: { kind: 'string', placeholder: '<kql>', help: `only rows that match this, such as 'duration > 500'` },
  last: { kind: 'duration', placeholder: '<time>', help: 'begin with the rows of this time (default: 1m)' },
  ...SOURCE_OPTION,
} as const

export const tail: Command<typeof OPTIONS> = {
  name: NAME,
  version,
  summary: 'show telemetry as it arrives, until Ctrl-C',
  options: OPTIONS,
  notes: [
    `Prints one line per row: time, role, level, kind, message or name, result and duration. Rows appear when they are stored, so a request appears at its end, with the time of its start. Tables: ${KINDS.join(', ')}.`,
    '  azmon tail --level warning --role shop\n  azmon tail --where \'customDimensions.orderId == "42"\'',
    SOURCE_NOTE,
  ],
  exitCodes: {
    0: 'stopped by a signal, or by the end of the reader',
    1: 'the source cannot be reached or did not respond',
    2: 'the command line or the condition is wrong',
  },
  run: (values, terminal) => runTail(values, terminal),
}

// --- helpers, in order of use ---

const DEFAULT_LAST_MS = 60_000
const LOCAL_EVERY_MS = 1_000

/** Azure limits the number of queries. */
const REMOTE_EVERY_MS = 5_000

async function runTail(values: ValuesOf<typeof OPTIONS>, terminal: Terminal): Promise<number> {
  const filter = readFilter(values)
  if ('problem' in filter) return refuse(NAME, filter.problem, terminal)
  const local = await findLocal((message) => terminal.remark(`${NAME}: ${message}`))
  if (local === undefined) return EXIT.failed
  const spec = sourceOf(values.source)
  const source = local.openSource(spec)
  const everyMs = /^http:/.test(spec) ? LOCAL_EVERY_MS : REMOTE_EVERY_MS
  return interruptible(async (interrupted) => {
    const signal = AbortSignal.any([interrupted, terminal.outputClosed])
    const startMs = Date.now() - (values.last ?? DEFAULT_LAST_MS)
    const follower = new Follower((text) => source.query({ text, signal }), filterLines(filter).join('\n'), startMs)
    try {
      await follow(follower, everyMs, terminal, signal)
    } catch (error) {
      if (signal.aborted) return EXIT.done
      if (!isQueryError(error) || filter.where === undefined) throw error
      terminal.remark(`${NAME}: --where: ${whereErrorLines(error, filter.where, terminal).join('\n')}`)
      return EXIT.misuse
    }
    return EXIT.done
  })
}

/** Prints new rows until the signal. While the source cannot be reached, keeps trying, unless it never could. */
async function follow(follower: Follower, everyMs: number, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const lines = new TailLines()
  let state: 'starting' | 'connected' | 'waiting' = 'starting'
  while (!signal.aborted) {
    try {
      for await (const row of follower.newRows(Date.now())) {
        terminal.print(lines.lineOf(row, terminal.columns), colorOf(row))
      }
      if (state === 'waiting') terminal.remark(`${NAME}: It answers again.`)
      state = 'connected'
    } catch (error) {
      if (signal.aborted || state === 'starting' || !isTemporary(error)) throw error
      if (state === 'connected') terminal.remark(`${NAME}: ${error.message}\n${NAME}: Waiting for it to answer again.`)
      state = 'waiting'
    }
    await delay(everyMs, undefined, { signal }).catch(() => {})
  }
}

const TEMPORARY: ReadonlySet<unknown> = new Set([
  'AZMON_LOCAL_SOURCE_UNREACHABLE',
  'AZMON_LOCAL_SOURCE_BUSY',
  'AZMON_LOCAL_QUERY_TIMEOUT',
])

function isTemporary(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && TEMPORARY.has(error.code)
}

/** Shows the place in the condition instead of in the query around it. */
function whereErrorLines(error: Parameters<typeof queryErrorLines>[0], where: string, { columns }: Terminal) {
  const lines = where.split('\n')
  const line = error.line - WHERE_LINE + 1
  const isInside = line >= 1 && line <= lines.length
  const place = isInside
    ? { line, column: error.column, length: error.length }
    : { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, length: 1 }
  return queryErrorLines({ ...place, message: error.message }, where, columns)
}
