import type { Family, ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import type { Figures } from './measure'
import type { Results } from './results'
import { SCENARIOS } from './scenarios'

export interface Column {
  readonly heading: string
  readonly figure: keyof Figures
  readonly digits?: number
  /** Adds a comparison with the baseline. */
  readonly toBaseline?: 'ratio' | 'difference'
  /** Adds the ratio to the best lossless peer. */
  readonly toPeer?: true
}

/** Returns a Markdown table with a row for each case of the family, or an empty string if there are no cases. */
export function table(columns: readonly Column[], scenario: ScenarioName, family: Family, results: Results): string {
  const cases = results.cases(scenario, family)
  if (cases.length === 0) return ''
  const isByShape = family !== 'spans' && !SCENARIOS[scenario].isEndpointDown
  const rows = cases.map(({ shape, contender }) => {
    const { title, role } = CONTENDERS[contender]!
    const figures = results.of(scenario, shape, contender)
    const compared =
      role === 'baseline'
        ? { baseline: {}, peer: {} }
        : { baseline: results.baseline(scenario, shape, family), peer: results.bestPeer(scenario, shape, family) }
    return [...(isByShape ? [shape] : []), title, ...columns.map((column) => cell(column, figures, compared))]
  })
  const names = isByShape ? ['shape', ''] : ['']
  return markdownTable([...names, ...columns.map(({ heading }) => heading)], rows, names.length)
}

/** Returns a Markdown table. The first `named` columns contain names; all others are right-aligned. */
export function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  named: number,
): string {
  const rule = headings.map((_, at) => (at < named ? '---' : '---:'))
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export const NOT_MEASURED = '–'

export function format(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

// --- helpers, in order of use ---

interface Compared {
  readonly baseline: Figures
  readonly peer: Figures
}

function cell({ figure, digits = 0, toBaseline, toPeer }: Column, figures: Figures, compared: Compared): string {
  const value = figures[figure]
  if (value === undefined) return NOT_MEASURED
  const baseline = compared.baseline[figure]
  const peer = compared.peer[figure]
  const comparisons = [
    toBaseline === 'ratio' && baseline !== undefined && `${format(value / baseline, 2)} ×`,
    toBaseline === 'difference' && baseline !== undefined && signed(value - baseline, digits),
    toPeer && peer !== undefined && `${format(value / peer, 2)} × peer`,
  ].filter((one) => one !== false && one !== undefined)
  return format(value, digits) + (comparisons.length > 0 ? ` (${comparisons.join(', ')})` : '')
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'} ${format(Math.abs(value), digits)}`
}
