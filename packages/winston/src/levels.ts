import { SeverityLevel } from '@azmon/core'
import { type LevelMap, SEVERITY_OF_LEVEL } from '@azmon/core/adapter'

/** winston's levels by name: the lower the rank, the more severe. */
export type Levels = Readonly<Record<string, number>>

/** The severity of every level that a logger may log at. */
export type Severities = ReadonlyMap<string, SeverityLevel>

/** Returns the severities of known and mapped names. The logger's other levels get theirs from their neighbours by rank. */
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

/** Returns the severity of a level; Information for a level that the logger does not have, so that its records are visible. */
export function severityOf(level: string, severities: Severities): SeverityLevel {
  return severities.get(level) ?? SeverityLevel.Information
}

// --- helpers, in order of use ---

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
