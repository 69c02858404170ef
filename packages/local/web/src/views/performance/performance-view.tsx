import { EmptyState } from '../../components/empty-state'
import { RoleMark } from '../../components/role-mark'
import { address, setParams } from '../../state/address'
import { count, duration, percent } from '../../state/format'
import { scope } from '../../state/scope'
import { cut } from '../../state/text'
import { CommonProperties } from '../operations/common-properties'
import { Histogram } from '../operations/histogram'
import { operationsQuery } from '../operations/queries'
import { Samples } from '../operations/samples'
import { type Concern, formatSubject, type Subject, subjectQuery } from '../operations/subject'
import { SubjectList } from '../operations/subject-list'
import { figuresOf, listed, type SpanFigures, useOverTime, useSubjectLists } from '../operations/subject-lists'
import { TwoColumns } from '../operations/two-columns'
import { selectedSubject, selectSubject, useSubjectKeys } from '../operations/use-subject-keys'
import { DependencyShare } from './dependency-share'

const COLUMNS = ['Count', 'p50', 'p95', 'p99']

/** What takes long, and what the slow operations have in common. */
export default function PerformanceView() {
  const lists = useSubjectLists('cost')
  const binsOf = useOverTime('true')
  const operations = lists.operations.map((row) => listed('operation', row, cellsOf(row), binsOf))
  const dependencies = lists.dependencies.map((row) => listed('dependency', row, cellsOf(row), binsOf))
  const subjects = [...operations, ...dependencies]
  const selected = selectedSubject(subjects)
  useSubjectKeys(subjects, selected)
  const error = lists.states.find((state) => state.error !== undefined)?.error
  const isReady = lists.states.every(({ table }) => table !== undefined)
  const isEmpty = isReady && subjects.length === 0
  const figures = figuresOf(selected, lists)
  return (
    <TwoColumns
      class={isEmpty ? 'performance is-empty' : 'performance'}
      kql={() => (selected ? subjectQuery(selected, scope.value) : operationsQuery(scope.value, 'cost'))}
      footer={
        isReady ? (
          <span>
            {count(lists.requests.total)} requests, {count(lists.calls.total)} dependencies
          </span>
        ) : (
          error === undefined && 'Loading'
        )
      }
      left={
        error !== undefined ? (
          <EmptyState title="The durations could not be read">
            <p>{error.message}</p>
          </EmptyState>
        ) : isEmpty ? (
          <EmptyState title="No requests and no dependencies in this range">
            <p class="text2">Select a longer time, or start tracing in your program.</p>
          </EmptyState>
        ) : (
          <>
            <SubjectList
              title="Operation"
              columns={COLUMNS}
              subjects={operations}
              selected={selected}
              onSelect={selectSubject}
            />
            <SubjectList
              title="Dependency"
              columns={COLUMNS}
              subjects={dependencies}
              selected={selected}
              onSelect={selectSubject}
            />
          </>
        )
      }
      right={selected && figures && <Explanation key={formatSubject(selected)} subject={selected} figures={figures} />}
    />
  )
}

// --- helpers, in order of use ---

function cellsOf({ total, p50, p95, p99 }: SpanFigures) {
  return [count(total), duration(p50), duration(p95), duration(p99)]
}

/** The right side: why the selected subject is slow at times. Slow is from the 95th percentile on, unless a bar was clicked. */
function Explanation({ subject, figures }: { readonly subject: Subject; readonly figures: SpanFigures }) {
  const chosen = Number(address.value.params.get('slow') ?? Number.NaN)
  const fromMs = Number.isFinite(chosen) ? chosen : (figures.p95 ?? 0)
  const concern: Concern = { kind: 'slow', fromMs }
  return (
    <>
      <header class="subject-title">
        <RoleMark name={subject.role} />
        <h2>{cut(subject.name || 'without a name', 200)}</h2>
        <span class="text2">
          p50 <b>{duration(figures.p50)}</b> p95 <b>{duration(figures.p95)}</b> p99 <b>{duration(figures.p99)}</b>
          {figures.failed > 0 && <span class="error"> {percent(figures.failed / figures.total)} failed</span>}
        </span>
      </header>
      <Histogram
        subject={subject}
        slowFromMs={fromMs}
        onSlowFrom={(ms) => setParams({ slow: String(Number(ms.toPrecision(6))) })}
      />
      <CommonProperties subject={subject} concern={concern} />
      {subject.kind === 'operation' && <DependencyShare subject={subject} concern={concern} />}
      <Samples subject={subject} concern={concern} />
    </>
  )
}
