import { type Command, EXIT, interruptible, refuse, type Terminal, type ValuesOf } from '@azmon/core/command-line'
import type { QueryResult, QuerySource } from '@azmon/local'
import { findLocal } from './find-package'
import { csvLines } from './query/csv'
import { jsonLines } from './query/json'
import { isQueryError, queryErrorLines } from './query/query-error'
import { readQuery } from './query/read-query'
import { tableLines } from './query/table'
import { SOURCE_NOTE, SOURCE_OPTION, sourceOf } from './sources/source-option'
import { version } from './version'

const NAME = 'azmon query'

const OPTIONS = {
  file: { kind: 'string', placeholder: '<file>', help: 'read the query from this file' },
  format: {
    kind: 'choice',
    choices: ['table', 'csv', 'json'],
    help: 'how to print the rows (default: table on a terminal, otherwise csv)',
  },
  last: { kind: 'duration', placeholder: '<time>', help: 'only rows of the last 90s, 30m, 2h or 1d (default: all)' },
  maxRows: { kind: 'whole-number', placeholder: '<number>', min: 1, help: 'print at most this many (default: 10000)' },
  timeout: { kind: 'duration', placeholder: '<time>', help: 'stop the query after this time (default: 30s)' },
  ...SOURCE_OPTION,
} as const

export const query: Command<typeof OPTIONS> = {
  name: NAME,
  version,
  summary: 'run a query in KQL, the query language of Application Insights',
  argument: { placeholder: "'<kql>'", isRequired: false },
  options: OPTIONS,
  notes: [
    [
      "  azmon query 'requests | summarize count() by name, resultCode'",
      "  azmon query --last 15m --format json 'exceptions | take 10' | jq .",
      '  azmon query < slow-requests.kql',
    ].join('\n'),
    SOURCE_NOTE,
    'A table fits the terminal: long strings are cut, and if that is not enough, each row is printed as a block without its empty values. csv and json are complete.',
  ],
  exitCodes: {
    0: 'the query succeeded, with or without rows',
    1: 'the source cannot be reached or did not respond',
    2: 'the command line or the query is wrong',
    130: 'interrupted',
  },
  run: (values, terminal, argument) => runQuery(values, argument, terminal),
}

// --- helpers, in order of use ---

type Values = ValuesOf<typeof OPTIONS>

async function runQuery(values: Values, argument: string | undefined, terminal: Terminal): Promise<number> {
  const read = await readQuery(argument, values.file, terminal)
  if ('problem' in read) return refuse(NAME, read.problem, terminal)
  const local = await findLocal((message) => terminal.remark(`${NAME}: ${message}`))
  if (local === undefined) return EXIT.failed
  const source = local.openSource(sourceOf(values.source))
  return interruptible(async (interrupted) => {
    try {
      print(await ask(source, read.text, values, interrupted), values, terminal)
      return EXIT.done
    } catch (error) {
      if (interrupted.aborted) return EXIT.interrupted
      if (!isQueryError(error)) throw error
      terminal.remark(`${NAME}: ${queryErrorLines(error, read.text, terminal.columns).join('\n')}`)
      return EXIT.misuse
    }
  })
}

function ask(source: QuerySource, text: string, { last, maxRows, timeout }: Values, signal: AbortSignal) {
  const nowMs = Date.now()
  const timeRange = last === undefined ? undefined : { fromMs: nowMs - last, toMs: nowMs }
  return source.query({ text, timeRange, maxRows, timeoutMs: timeout, signal })
}

function print(result: QueryResult, { format }: Values, terminal: Terminal): void {
  const { rows, isTruncated, warnings } = result
  terminal.print(linesOf(result, format, terminal.columns).join('\n'))
  for (const { message } of warnings) terminal.remark(`${NAME}: ${message}`)
  if (isTruncated) {
    terminal.remark(`${NAME}: There are more rows. Set --max-rows to print more than ${rows.length}.`)
  }
}

function linesOf(result: QueryResult, format: Values['format'], columns: number | undefined): readonly string[] {
  switch (format ?? (columns === undefined ? 'csv' : 'table')) {
    case 'table':
      return result.rows.length === 0 ? ['No rows.'] : tableLines(result, columns)
    case 'csv':
      return csvLines(result)
    case 'json':
      return jsonLines(result)
  }
}
