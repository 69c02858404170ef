import { SeverityLevel } from '@azmon/core'
import { type LevelMap, SEVERITY_OF_LEVEL } from '@azmon/core/adapter'

/** winston's levels by name: the lower the rank, the more severe. */
export type Levels = Readonly<Record<string, number>>

/** The severity of every level that a logger may log at. */
export type Severities = ReadonlyMap<string, SeverityLevel>

/** Known and mapped names have their severity; the logger's other levels get one from their neighbours, by rank. */
export function severitiesOf(levels: Levels, levelMap: LevelMap): Severities {
  const severities = new Map([...Object.entries(SEVERITY_OF_LEVEL), ...Object.entries(levelMap)])
  const known: Ranked[] = Object.entries(levels).flatMap(([name, rank]) => {
    const severity = severities.get(name)
    return severity === undefined ? [] : [{ rank, severity }]
  })
  const ranks = [...new Set(Object.values(levels))].sort((a, b) => a - b)
  for (const [name, rank] of Object.entries(levels)) {
    if (severities.has(name)) continue
    severities.set(name, known.length === 0 ? byRank(ranks.indexOf(rank), ranks.length) : byNeighbours(rank, known))
  }
  return severities
}

/** A level that the logger does not have is information, so that it is visible. */
export function severityOf(level: string, severities: Severities): SeverityLevel {
  return severities.get(level) ?? SeverityLevel.Information
}

// --- helpers, in order of use ---

interface Ranked {
  readonly rank: number
  readonly severity: SeverityLevel
}

/** Spreads the levels evenly from critical to verbose; a single level is information. */
function byRank(index: number, count: number): SeverityLevel {
  if (count < 2) return SeverityLevel.Information
  return Math.round(SeverityLevel.Critical * (1 - index / (count - 1))) as SeverityLevel
}

/** The middle of both neighbours, rounded to the less severe one: a false alarm costs more. */
function byNeighbours(rank: number, known: readonly Ranked[]): SeverityLevel {
  const byRising = known.toSorted((a, b) => a.rank - b.rank)
  const above = byRising.findLast((other) => other.rank <= rank)
  const below = byRising.find((other) => other.rank >= rank)
  if (above === undefined) return SeverityLevel.Critical
  if (below === undefined) return SeverityLevel.Verbose
  return Math.floor((above.severity + below.severity) / 2) as SeverityLevel
}
