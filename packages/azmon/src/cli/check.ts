import { type Command, count, EXIT, interruptible, type Terminal, type ValuesOf } from '@azmon/core/command-line'
import type { EvaluatedCheck } from '@azmon/local'
import { findLocal } from './find-package'
import { toPrintableJson } from './query/json'
import { queryErrorLines } from './query/query-error'
import { tableLines } from './query/table'
import { SOURCE_NOTE, SOURCE_OPTION, sourceOf } from './sources/source-option'
import { version } from './version'

const NAME = 'azmon check'

const OPTIONS = {
  json: { kind: 'flag', help: 'print JSON: { "checks": [{ "name", "outcome", … }, …] }' },
  ...SOURCE_OPTION,
} as const

export const check: Command<typeof OPTIONS> = {
  name: NAME,
  version,
  summary: 'evaluate a file of alerts, for example in CI',
  argument: { placeholder: '<file>', isRequired: true },
  options: OPTIONS,
  notes: [
    [
      'The file is JSON:',
      '  [{ "name": "Requests fail", "query": "requests | where success == \'False\'", "window": "15m" }]',
      '  window     evaluate the rows of this time: 15m, 1h, 2d',
      '  threshold  fire if the number of rows is more than this (default: 0)',
      '  operator   compare with the threshold by > (the default), >=, <, <= or ==',
    ].join('\n'),
    'A query may be an array of lines. It pastes into a log search alert of Azure with the measure Table rows.',
    SOURCE_NOTE,
  ],
  exitCodes: {
    0: 'no check has fired',
    1: 'a check has fired or could not be evaluated',
    2: 'the command line, the file or a query in it is wrong',
    130: 'interrupted',
  },
  run: (values, terminal, file = '') => runCheck(values, file, terminal),
}

// --- helpers, in order of use ---

async function runCheck({ json, source }: ValuesOf<typeof OPTIONS>, file: string, terminal: Terminal): Promise<number> {
  const local = await findLocal((message) => terminal.remark(`${NAME}: ${message}`))
  if (local === undefined) return EXIT.failed
  const checks = await local.readChecks(file)
  return interruptible(async (interrupted) => {
    try {
      const evaluated = await local.evaluateChecks(checks, local.openSource(sourceOf(source)), interrupted)
      if (json) terminal.print(toPrintableJson({ checks: evaluated }))
      else for (const [index, each] of evaluated.entries()) print(each, `${file}: [${index}].query`, terminal)
      return exitCodeOf(evaluated)
    } catch (error) {
      if (interrupted.aborted) return EXIT.interrupted
      throw error
    }
  })
}

function exitCodeOf(evaluated: readonly EvaluatedCheck[]): number {
  const outcomes = evaluated.map(({ outcome }) => outcome)
  if (outcomes.some((outcome) => outcome.kind === 'failed' && outcome.place !== undefined)) return EXIT.misuse
  return outcomes.every(({ kind }) => kind === 'ok') ? EXIT.done : EXIT.failed
}

const MAX_ROWS = 5
const INDENT = ' '.repeat(8)

function print(evaluated: EvaluatedCheck, path: string, terminal: Terminal): void {
  const { name, query, outcome } = evaluated
  if (outcome.kind === 'failed') {
    const { message, place } = outcome
    const lines =
      place === undefined
        ? [message]
        : queryErrorLines({ ...place, message: `${path}: ${message}` }, query, terminal.columns)
    terminal.print(`FAILED  ${name}`, 'red')
    for (const line of lines) terminal.print(INDENT + line)
    return
  }
  const isFired = outcome.kind === 'fired'
  terminal.print(
    `${(isFired ? 'FIRED' : 'ok').padEnd(INDENT.length)}${name}: ${found(evaluated)}`,
    isFired ? 'red' : undefined,
  )
  if (!isFired || outcome.rows.length === 0) return
  const shown = { columns: outcome.columns, rows: outcome.rows.slice(0, MAX_ROWS) }
  const columns = terminal.columns === undefined ? undefined : terminal.columns - INDENT.length
  for (const line of tableLines(shown, columns)) terminal.print((INDENT + line).trimEnd())
  if (outcome.rowCount > MAX_ROWS) terminal.print(`${INDENT}…`)
}

/** Returns such as `3 rows in 15m, fires at > 0`. */
function found({ outcome, windowMs, operator, threshold }: EvaluatedCheck): string {
  if (outcome.kind === 'failed') return ''
  const rows = outcome.isTruncated ? `more than ${count(outcome.rowCount, 'row')}` : count(outcome.rowCount, 'row')
  return `${rows} in ${windowText(windowMs)}, fires at ${operator} ${threshold}`
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

function windowText(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, each]) => ms % each === 0) ?? ['ms', 1]
  return `${ms / unitMs}${unit}`
}
