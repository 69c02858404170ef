import { EmptyState } from '../../components/empty-state'
import { RoleMark } from '../../components/role-mark'
import { toObjects } from '../../query/client'
import { type QueryState, useQuery } from '../../query/use-query'
import { ScopeBar } from '../../shell/scope-bar'
import { ViewFrame } from '../../shell/view-frame'
import { address, hrefOf } from '../../state/address'
import { count } from '../../state/format'
import { scope, scopeParams } from '../../state/scope'
import { cut } from '../../state/text'
import { hasView } from '../../views'
import { logsQuery, operationsQuery, problemsQuery } from './compare-query'
import { type CountedRow, type OperationRow, onlyIn, type Pair, pairUp } from './differences'
import { OperationTable } from './operation-table'
import { parseSide, type Side, sideCondition, sideLabel } from './side'
import { SideSelect } from './side-select'

/** What differs between two times, versions or instances: failures, durations, and what is new or gone. */
export default function CompareView() {
  const { selected } = scope.value
  const { params } = address.value
  const a = parseSide(params.get('a') ?? undefined, { kind: 'selected' })
  const b = parseSide(params.get('b') ?? undefined, { kind: 'before' })
  const [inA, inB] = [sideCondition(a, selected), sideCondition(b, selected)]
  const operations = usePairs<OperationRow>(operationsQuery(inA), operationsQuery(inB))
  const problems = usePairs<CountedRow>(problemsQuery(inA), problemsQuery(inB))
  const logs = usePairs<CountedRow>(logsQuery(inA), logsQuery(inB))
  const error = operations.error ?? problems.error ?? logs.error
  const isReady = operations.pairs !== undefined && problems.pairs !== undefined && logs.pairs !== undefined
  const isEmpty = isReady && [operations, problems, logs].every(({ pairs }) => pairs?.length === 0)
  return (
    <ViewFrame
      class="compare"
      scope={<ScopeBar kql={() => operationsQuery(inA)} />}
      footer={<span>{isReady ? summary(operations.pairs ?? []) : ''}</span>}
      keys={[{ name: 'q', label: 'as KQL' }]}
    >
      <header class="compare-sides">
        <SideSelect name="a" label="Compare" side={a} />
        <SideSelect name="b" label="with" side={b} />
      </header>
      {error !== undefined && (
        <EmptyState title="The comparison could not be read">
          <p>{error.message}</p>
        </EmptyState>
      )}
      {isEmpty && (
        <EmptyState title="Neither side has requests, exceptions or logs">
          <p class="text2">Select a longer time, or another side.</p>
        </EmptyState>
      )}
      {isReady && !isEmpty && (
        <div class="compare-body">
          <OperationTable pairs={operations.pairs ?? []} a={a} b={b} />
          <Only title="Exceptions" pairs={problems.pairs ?? []} a={a} b={b} />
          <Only title="Logs" pairs={logs.pairs ?? []} a={a} b={b} />
        </div>
      )}
    </ViewFrame>
  )
}

// --- helpers, in order of use ---

interface Pairs<Row extends CountedRow> {
  readonly pairs: readonly Pair<Row>[] | undefined
  readonly error: QueryState['error']
}

function usePairs<Row extends CountedRow>(queryA: string, queryB: string): Pairs<Row> {
  const [a, b] = [useQuery(queryA), useQuery(queryB)]
  const isReady = a.table !== undefined && b.table !== undefined
  return {
    pairs: isReady ? pairUp(toObjects<Row>(a.table), toObjects<Row>(b.table)) : undefined,
    error: a.error ?? b.error,
  }
}

function summary(operations: readonly Pair<OperationRow>[]): string {
  const total = (side: 'a' | 'b') => operations.reduce((sum, pair) => sum + (pair[side]?.total ?? 0), 0)
  return `${count(total('a'))} requests compared with ${count(total('b'))}`
}

interface OnlyProps {
  readonly title: string
  readonly pairs: readonly Pair<CountedRow>[]
  readonly a: Side
  readonly b: Side
}

const SHOWN = 20

/** What is new and what is gone. */
function Only({ title, pairs, a, b }: OnlyProps) {
  const [added, gone] = [onlyIn(pairs, 'a'), onlyIn(pairs, 'b')]
  return (
    <section class="compare-only">
      <OnlyList title={`${title} only in ${sideLabel(a)}`} side="a" pairs={added} />
      <OnlyList title={`${title} only in ${sideLabel(b)}`} side="b" pairs={gone} />
    </section>
  )
}

interface OnlyListProps {
  readonly title: string
  readonly side: 'a' | 'b'
  readonly pairs: readonly Pair<CountedRow>[]
}

function OnlyList({ title, side, pairs }: OnlyListProps) {
  return (
    <div>
      <h3>
        {title} <span>{count(pairs.length)}</span>
      </h3>
      {pairs.length === 0 && <p class="text3">None</p>}
      {pairs.slice(0, SHOWN).map((pair) => (
        <a
          key={`${pair.role} ${pair.name}`}
          class="compare-row"
          href={hrefOf(hasView('/live') ? '/live' : '/', scopeParams(), { q: searchTextOf(pair.name) })}
        >
          <RoleMark name={pair.role} />
          <span>{cut(pair.name, 200)}</span>
          <b>{count(pair[side]?.total ?? 0)}</b>
        </a>
      ))}
      {pairs.length > SHOWN && <p class="text3">{count(pairs.length - SHOWN)} more</p>}
    </div>
  )
}

/** Returns the longest part of a message that has no number: a text that the search finds. */
function searchTextOf(name: string): string {
  return name
    .split('#')
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '')
    .trim()
}
