import { type LevelMap, SEVERITIES, SeverityLevel } from '@azmon/core'

/** winston's way to say what its levels are: the lower the rank, the more severe. */
export type Levels = Readonly<Record<string, number>>

/** The severity of every level that a logger may log at. */
export type Severities = ReadonlyMap<string, SeverityLevel>

/** The names that somebody has given a meaning; the other levels of the logger stand between them by their rank. */
export function severitiesOf(levels: Levels, levelMap: LevelMap): Severities {
  const severities = new Map([...Object.entries(SEVERITIES), ...Object.entries(levelMap)])
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

/** A level that the logger does not have is information: somebody wanted it to be seen. */
export function severityOf(level: string, severities: Severities): SeverityLevel {
  return severities.get(level) ?? SeverityLevel.Information
}

// --- helpers, in order of use ---

interface Ranked {
  readonly rank: number
  readonly severity: SeverityLevel
}

/** Spread evenly, the first critical and the last verbose; a level that is alone is information. */
function byRank(index: number, count: number): SeverityLevel {
  if (count < 2) return SeverityLevel.Information
  return Math.round(SeverityLevel.Critical * (1 - index / (count - 1))) as SeverityLevel
}

/** In the middle; where there is none, the less severe neighbour's: a false alarm costs more. */
function byNeighbours(rank: number, known: readonly Ranked[]): SeverityLevel {
  const byRising = known.toSorted((a, b) => a.rank - b.rank)
  const above = byRising.findLast((other) => other.rank <= rank)
  const below = byRising.find((other) => other.rank >= rank)
  if (above === undefined) return SeverityLevel.Critical
  if (below === undefined) return SeverityLevel.Verbose
  return Math.floor((above.severity + below.severity) / 2) as SeverityLevel
}
