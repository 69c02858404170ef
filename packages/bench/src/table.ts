import type { Family } from './contender'
import { CONTENDERS, YARDSTICKS } from './contenders'
import type { Figures } from './measure'

export interface Column {
  readonly heading: string
  readonly figure: keyof Figures
  readonly digits?: number
  /** Followed by how many times the yardstick's it is. */
  readonly isCompared?: boolean
}

/** A Markdown table with a row for each contender of one family. */
export function table(
  columns: readonly Column[],
  family: Family,
  byContender: Readonly<Record<string, Figures>>,
): string {
  const yardstick = byContender[YARDSTICKS[family]] ?? {}
  const rows = Object.entries(byContender)
    .map(([name, figures]) => ({ contender: CONTENDERS[name]!, figures }))
    .filter(({ contender }) => contender.family === family)
    .map(({ contender, figures }) => [contender.title, ...columns.map((column) => cell(column, figures, yardstick))])
  const headings = ['', ...columns.map(({ heading }) => heading)]
  const rule = headings.map((_, index) => (index === 0 ? '---' : '---:'))
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

// --- helpers, in order of use ---

function cell({ figure, digits = 0, isCompared }: Column, figures: Figures, yardstick: Figures): string {
  const value = figures[figure]
  const base = yardstick[figure]
  if (value === undefined) return '–'
  const ratio = isCompared && base !== undefined ? ` (${format(value / base, 2)} ×)` : ''
  return format(value, digits) + ratio
}

function format(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
