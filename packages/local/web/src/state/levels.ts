/** The levels by their number in severityLevel. */
export const levels = ['verbose', 'info', 'warn', 'error', 'critical'] as const

export type Level = (typeof levels)[number]

export const WARNING = 2
export const ERROR = 3

/** Returns `info and above` for all levels from one on, else their names. */
export function levelsLabel(names: readonly string[]): string {
  const indexes = names.map((name) => levels.indexOf(name as Level)).sort()
  const first = indexes[0] ?? 0
  const isRest = first > 0 && indexes.length > 1 && indexes.length === levels.length - first
  return isRest ? `${levels[first]} and above` : names.join(', ')
}
