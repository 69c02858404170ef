import { SeverityLevel } from '../envelope/severity'
import type { LevelMap } from './log-options'

/** Severities of the level names of winston (npm, syslog, cli), pino, bunyan and other loggers, in which they mean the same. */
export const SEVERITY_OF_LEVEL: LevelMap = {
  emerg: SeverityLevel.Critical,
  emergency: SeverityLevel.Critical,
  panic: SeverityLevel.Critical,
  dpanic: SeverityLevel.Critical,
  alert: SeverityLevel.Critical,
  crit: SeverityLevel.Critical,
  critical: SeverityLevel.Critical,
  fatal: SeverityLevel.Critical,
  error: SeverityLevel.Error,
  err: SeverityLevel.Error,
  severe: SeverityLevel.Error,
  warn: SeverityLevel.Warning,
  warning: SeverityLevel.Warning,
  notice: SeverityLevel.Information,
  info: SeverityLevel.Information,
  information: SeverityLevel.Information,
  help: SeverityLevel.Information,
  data: SeverityLevel.Information,
  http: SeverityLevel.Verbose,
  verbose: SeverityLevel.Verbose,
  debug: SeverityLevel.Verbose,
  trace: SeverityLevel.Verbose,
  prompt: SeverityLevel.Verbose,
  input: SeverityLevel.Verbose,
  silly: SeverityLevel.Verbose,
}

/** A logger's levels by name: the lower the rank, the more severe. */
export type Levels = Readonly<Record<string, number>>

/**
 * Returns the severity of a level by its name, in upper or lower case, else by its number. A level that the logger does not have
 * is Information, so that its records are visible.
 */
export type SeverityOf = (level: unknown, number?: number) => SeverityLevel

/** Knows the usual names and those of `levelMap`. The other names in `levels` get their severity from their neighbours by rank. */
export function severitiesOf(levelMap: LevelMap, levels: Levels = {}): SeverityOf {
  const severities = new Map(Object.entries(SEVERITY_OF_LEVEL))
  for (const [name, severity] of Object.entries(levelMap)) severities.set(name.toLowerCase(), severity)
  const ranked = Object.entries(levels).map(([name, rank]) => [name.toLowerCase(), rank] as const)
  const known = ranked.flatMap(([name, rank]): Ranked[] => {
    const severity = severities.get(name)
    return severity === undefined ? [] : [{ rank, severity }]
  })
  const ranks = [...new Set(Object.values(levels))].sort((a, b) => a - b)
  for (const [name, rank] of ranked) {
    if (severities.has(name)) continue
    severities.set(name, known.length === 0 ? byRank(ranks.indexOf(rank), ranks.length) : byNeighbours(rank, known))
  }
  return (level, number = typeof level === 'number' ? level : Number.NaN) => {
    const name = typeof level === 'string' || typeof level === 'number' ? String(level) : ''
    const severity = severities.get(name) ?? severities.get(name.toLowerCase())
    return severity ?? (Number.isNaN(number) ? SeverityLevel.Information : severityOfNumber(number))
  }
}

/** Returns the severity of a level, for an adapter without settings of its own for each logger. */
export function severityOf(level: unknown, levelMap: LevelMap = NO_LEVELS): SeverityLevel {
  const severities = severitiesByMap.get(levelMap) ?? severitiesOf(levelMap)
  severitiesByMap.set(levelMap, severities)
  return severities(level)
}

/**
 * Returns the severity of a level of pino or bunyan, 10 (trace) to 60 (fatal). A number between two levels counts as the lower
 * one.
 */
export function severityOfNumber(level: number): SeverityLevel {
  if (level < 30) return SeverityLevel.Verbose
  if (level < 40) return SeverityLevel.Information
  if (level < 50) return SeverityLevel.Warning
  return level < 60 ? SeverityLevel.Error : SeverityLevel.Critical
}

// --- helpers, in order of use ---

const NO_LEVELS: LevelMap = {}
const severitiesByMap = new WeakMap<LevelMap, SeverityOf>()

interface Ranked {
  readonly rank: number
  readonly severity: SeverityLevel
}

/** Spreads the levels evenly from Critical to Verbose. A single level is Information. */
function byRank(index: number, count: number): SeverityLevel {
  if (count < 2) return SeverityLevel.Information
  return Math.round(SeverityLevel.Critical * (1 - index / (count - 1))) as SeverityLevel
}

/** Returns the middle of both neighbours, rounded to the less severe one, because a false alarm costs more. */
function byNeighbours(rank: number, known: readonly Ranked[]): SeverityLevel {
  const byRising = known.toSorted((a, b) => a.rank - b.rank)
  const above = byRising.findLast((other) => other.rank <= rank)
  const below = byRising.find((other) => other.rank >= rank)
  if (above === undefined) return SeverityLevel.Critical
  if (below === undefined) return SeverityLevel.Verbose
  return Math.floor((above.severity + below.severity) / 2) as SeverityLevel
}
