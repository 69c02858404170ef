import { EmptyState } from '../../components/empty-state'
import { RoleMark } from '../../components/role-mark'
import { toObjects } from '../../query/client'
import { type QueryState, useQuery } from '../../query/use-query'
import { FilterBox } from '../../shell/filter-box'
import { HealthButton } from '../../shell/health-button'
import { ScopeBar } from '../../shell/scope-bar'
import { ViewFrame } from '../../shell/view-frame'
import { address, hrefOf } from '../../state/address'
import { count } from '../../state/format'
import { scope, scopeParams } from '../../state/scope'
import { cut } from '../../state/text'
import { hasView } from '../../views'
import { logsQuery, operationsQuery, problemsQuery } from './compare-query'
import { type CountedRow, type OperationRow, onlyIn } from './differences'
import { OperationTable } from './operation-table'
import { parseSide, type Side, sideCondition, sideLabel } from './side'
import { SideSelect } from './side-select'

/** What differs between two times, versions or instances: failures, durations, and what is new or gone. */
export default function CompareView() {
  const { selected } = scope.value
  const { params } = address.value
  const a = parseSide(params.get('a') ?? undefined, { kind: 'selected' })
  const b = parseSide(params.get('b') ?? undefined, { kind: 'before' })
  const sides = { a: sideCondition(a, selected), b: sideCondition(b, selected) }
  const states = [
    useQuery(operationsQuery(sides, scope.value)),
    useQuery(problemsQuery(sides, scope.value)),
    useQuery(logsQuery(sides, scope.value)),
  ] as const
  const error = states.find((state) => state.error !== undefined)?.error
  const [operations, problems, logs] = [
    rowsOf<OperationRow>(states[0]),
    rowsOf<CountedRow>(states[1]),
    rowsOf<CountedRow>(states[2]),
  ]
  const isEmpty = [operations, problems, logs].every((rows) => rows?.length === 0)
  return (
    <ViewFrame
      class="compare"
      scope={
        <ScopeBar kql={() => operationsQuery(sides, scope.value)}>
          <FilterBox />
          <HealthButton />
        </ScopeBar>
      }
      footer={<span>{operations ? summary(operations) : error === undefined && 'Loading'}</span>}
      keys={[{ name: 'q', label: 'as KQL' }]}
    >
      <header class="compare-sides">
        <SideSelect name="a" label="Compare" side={a} />
        <SideSelect name="b" label="with" side={b} />
      </header>
      {error !== undefined ? (
        <EmptyState title="The comparison could not be read">
          <p>{error.message}</p>
        </EmptyState>
      ) : isEmpty ? (
        <EmptyState title="Neither side has requests, exceptions or logs">
          <p class="text2">Select a longer time, or another side.</p>
        </EmptyState>
      ) : (
        <div class="compare-body">
          {operations && <OperationTable rows={operations} a={a} b={b} />}
          {problems && <Only title="Exceptions" rows={problems} a={a} b={b} />}
          {logs && <Only title="Logs" rows={logs} a={a} b={b} />}
        </div>
      )}
    </ViewFrame>
  )
}

// --- helpers, in order of use ---

/** Returns undefined until the rows are known: those of other sides would stand under the labels of the new ones. */
function rowsOf<Row>({ table, isStale }: QueryState): readonly Row[] | undefined {
  return table === undefined || isStale ? undefined : toObjects<Row>(table)
}

function summary(operations: readonly OperationRow[]): string {
  const total = (side: 'totalA' | 'totalB') => operations.reduce((sum, row) => sum + row[side], 0)
  return `${count(total('totalA'))} requests compared with ${count(total('totalB'))}`
}

interface OnlyProps {
  readonly a: Side
  readonly b: Side
  readonly title: string
  readonly rows: readonly CountedRow[]
}

const SHOWN = 20

/** What is new and what is gone. */
function Only({ title, rows, a, b }: OnlyProps) {
  return (
    <section class="compare-only">
      <OnlyList title={`${title} only in ${sideLabel(a)}`} side="a" rows={onlyIn(rows, 'a')} />
      <OnlyList title={`${title} only in ${sideLabel(b)}`} side="b" rows={onlyIn(rows, 'b')} />
    </section>
  )
}

interface OnlyListProps {
  readonly title: string
  readonly side: 'a' | 'b'
  readonly rows: readonly CountedRow[]
}

function OnlyList({ title, side, rows }: OnlyListProps) {
  return (
    <div>
      <h3>
        {title} <span>{count(rows.length)}</span>
      </h3>
      {rows.length === 0 && <p class="text3">None</p>}
      {rows.slice(0, SHOWN).map(({ role, name, totalA, totalB }) => (
        <a
          key={`${role} ${name}`}
          class="compare-row"
          href={hrefOf(hasView('/live') ? '/live' : '/', scopeParams(), { q: searchTextOf(name) })}
        >
          <RoleMark name={role} />
          <span>{cut(name || 'without a name', 200)}</span>
          <b>{count(side === 'a' ? totalA : totalB)}</b>
        </a>
      ))}
      {rows.length > SHOWN && <p class="text3">{count(rows.length - SHOWN)} more</p>}
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
