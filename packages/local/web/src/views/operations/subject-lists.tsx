import { toObjects } from '../../query/client'
import { type QueryState, useQuery } from '../../query/use-query'
import { scope } from '../../state/scope'
import {
  dependenciesQuery,
  LIST_BINS,
  operationsQuery,
  overTimeQuery,
  problemsQuery,
  type Rank,
  totalsQuery,
} from './queries'
import { formatSubject, type Subject, type SubjectKind } from './subject'
import type { ListedSubject } from './subject-list'

/** The figures of an operation or dependency. */
export interface SpanFigures {
  readonly role: string
  readonly name: string
  readonly target: string
  readonly total: number
  readonly failed: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

export interface ProblemFigures {
  readonly role: string
  readonly name: string
  readonly total: number
  readonly operations: number
  readonly firstSeen: string
}

type Cells = Pick<ListedSubject, 'cells'>['cells']

/** How many requests or dependencies there are. */
export interface Totals {
  readonly total: number
  readonly failed: number
}

export interface SubjectLists {
  readonly requests: Totals
  readonly calls: Totals
  readonly operations: readonly SpanFigures[]
  readonly dependencies: readonly SpanFigures[]
  readonly problems: readonly ProblemFigures[]
  readonly states: readonly QueryState[]
}

/** Runs the queries of the lists. */
export function useSubjectLists(rank: Rank): SubjectLists {
  const operations = useQuery(operationsQuery(scope.value, rank))
  const dependencies = useQuery(dependenciesQuery(scope.value, rank))
  const problems = useQuery(problemsQuery(scope.value))
  const totals = useQuery(totalsQuery(scope.value))
  const totalsOf = (table: string) =>
    rowsOf<Totals & { kind: string }>(totals).find(({ kind }) => kind === table) ?? NOTHING
  return {
    requests: totalsOf('requests'),
    calls: totalsOf('dependencies'),
    operations: rowsOf<SpanFigures>(operations),
    dependencies: rowsOf<SpanFigures>(dependencies),
    problems: rowsOf<ProblemFigures>(problems),
    states: [operations, dependencies, problems, totals],
  }
}

/** Returns a function that finds the small chart of a subject. `condition` selects the rows that it counts. */
export function useOverTime(condition: string): (subject: Subject) => readonly number[] {
  const operations = useQuery(overTimeQuery('requests', condition, scope.value))
  const dependencies = useQuery(overTimeQuery('dependencies', condition, scope.value))
  const problems = useQuery(overTimeQuery('exceptions', 'true', scope.value))
  const bins = new Map<string, number[]>()
  const states: readonly (readonly [SubjectKind, QueryState])[] = [
    ['operation', operations],
    ['dependency', dependencies],
    ['exception', problems],
  ]
  for (const [kind, state] of states) {
    for (const { role, name, target, bin, count } of rowsOf<BinRow>(state)) {
      const key = formatSubject({ kind, role, name, target })
      const found = bins.get(key) ?? new Array<number>(LIST_BINS).fill(0)
      if (bin in found) found[bin] = count
      bins.set(key, found)
    }
  }
  return (subject) => bins.get(formatSubject(subject)) ?? []
}

/** Returns a listed subject with its cells and its small chart. */
export function listed(
  kind: SubjectKind,
  { role, name, target = '' }: { readonly role: string; readonly name: string; readonly target?: string },
  cells: Cells,
  binsOf: (subject: Subject) => readonly number[],
): ListedSubject {
  const subject = { kind, role, name, target }
  return { ...subject, cells, bins: binsOf(subject) }
}

/** Returns the figures of a subject that is listed. */
export function figuresOf(subject: Subject | undefined, lists: SubjectLists): SpanFigures | undefined {
  if (subject === undefined || subject.kind === 'exception') return undefined
  const rows = subject.kind === 'operation' ? lists.operations : lists.dependencies
  return rows.find(
    ({ role, name, target }) => role === subject.role && name === subject.name && target === subject.target,
  )
}

// --- helpers ---

const NOTHING: Totals = { total: 0, failed: 0 }

interface BinRow {
  readonly role: string
  readonly name: string
  readonly target: string
  readonly bin: number
  readonly count: number
}

function rowsOf<T>({ table }: QueryState): readonly T[] {
  return table === undefined ? [] : toObjects<T>(table)
}
