import { EmptyState } from '../../components/empty-state'
import { Glyph } from '../../components/glyph'
import { RoleMark } from '../../components/role-mark'
import { openKql } from '../../shell/open-kql'
import { count, duration, percent, shortTime } from '../../state/format'
import { scope, setBrush } from '../../state/scope'
import { cut } from '../../state/text'
import { CommonProperties } from '../operations/common-properties'
import { Histogram } from '../operations/histogram'
import { NewestException } from '../operations/newest-exception'
import { Problems } from '../operations/problems'
import { operationsQuery, samplesQuery } from '../operations/queries'
import { Samples } from '../operations/samples'
import { concernCondition, formatSubject, type Subject, subjectQuery } from '../operations/subject'
import { SubjectList } from '../operations/subject-list'
import {
  figuresOf,
  listed,
  type SpanFigures,
  type SubjectLists,
  useOverTime,
  useSubjectLists,
} from '../operations/subject-lists'
import { TwoColumns } from '../operations/two-columns'
import { selectedSubject, selectSubject, useSubjectKeys } from '../operations/use-subject-keys'

const FAILED = { kind: 'failed' } as const

/** What fails, where, and what the failed operations have in common. */
export default function FailuresView() {
  const lists = useSubjectLists('failed')
  const binsOf = useOverTime(concernCondition(FAILED))
  const operations = lists.operations.map((row) => listed('operation', row, cellsOf(row), binsOf))
  const dependencies = lists.dependencies.map((row) => listed('dependency', row, cellsOf(row), binsOf))
  const problems = lists.problems.map((row) =>
    listed(
      'exception',
      row,
      [<b class="error">{count(row.total)}</b>, count(row.operations), shortTime(Date.parse(row.firstSeen), true)],
      binsOf,
    ),
  )
  const subjects = [...operations, ...dependencies, ...problems]
  const selected = selectedSubject(subjects)
  useSubjectKeys(subjects, selected)
  const kql = () => (selected ? subjectQuery(selected, scope.value) : operationsQuery(scope.value, 'failed'))
  const error = lists.states.find((state) => state.error !== undefined)?.error
  const isReady = lists.states.every(({ table }) => table !== undefined)
  const isEmpty = isReady && subjects.length === 0
  return (
    <TwoColumns
      class={isEmpty ? 'failures is-empty' : 'failures'}
      kql={kql}
      footer={isReady ? <Summary lists={lists} /> : error === undefined && 'Loading'}
      left={
        error !== undefined ? (
          <EmptyState title="The failures could not be read">
            <p>{error.message}</p>
          </EmptyState>
        ) : isEmpty ? (
          <NoFailures lists={lists} />
        ) : (
          <>
            <SubjectList
              title="Operation"
              columns={['Failed', 'Rate', 'p95']}
              subjects={operations}
              selected={selected}
              onSelect={selectSubject}
            />
            <SubjectList
              title="Dependency"
              columns={['Failed', 'Rate', 'p95']}
              subjects={dependencies}
              selected={selected}
              onSelect={selectSubject}
            />
            <SubjectList
              title="Exception"
              columns={['Count', 'Operations', 'First seen']}
              subjects={problems}
              selected={selected}
              onSelect={selectSubject}
            />
          </>
        )
      }
      right={selected && !isEmpty && <Explanation key={formatSubject(selected)} subject={selected} lists={lists} />}
    />
  )
}

// --- helpers, in order of use ---

function cellsOf({ total, failed, p95 }: SpanFigures) {
  return [<b class="error">{count(failed)}</b>, percent(failed / total), duration(p95)]
}

function Summary({ lists }: { readonly lists: SubjectLists }) {
  const { total, failed } = lists.requests
  return (
    <span>
      <b class={failed > 0 ? 'error' : ''}>{count(failed)}</b> of {count(total)} requests failed
      {total > 0 && `, ${percent(failed / total)}`}
    </span>
  )
}

function NoFailures({ lists }: { readonly lists: SubjectLists }) {
  return (
    <EmptyState title="No failures in this range">
      <p class="text2">
        {count(lists.requests.total)} requests and {count(lists.calls.total)} dependencies succeeded, and no exception
        was recorded.
      </p>
      {scope.value.brush !== undefined && (
        <button type="button" class="button" onClick={() => setBrush(undefined)}>
          Look at the whole time
        </button>
      )}
    </EmptyState>
  )
}

/** The right side: why the selected subject fails. */
function Explanation({ subject, lists }: { readonly subject: Subject; readonly lists: SubjectLists }) {
  const isProblem = subject.kind === 'exception'
  const figures = figuresOf(subject, lists)
  return (
    <>
      <header class="subject-title">
        <RoleMark name={subject.role} />
        <h2>{cut(subject.name || 'without a name', 200)}</h2>
        {figures && (
          <span class="text2">
            <b class="error">{count(figures.failed)}</b> of {count(figures.total)} failed
          </span>
        )}
        <button type="button" class="button quiet" onClick={() => openKql(samplesQuery(subject, FAILED, scope.value))}>
          <Glyph name="code" /> As KQL
        </button>
      </header>
      {isProblem ? (
        <NewestException subject={subject} />
      ) : (
        <>
          <CommonProperties subject={subject} concern={FAILED} />
          <Histogram subject={subject} />
          <Problems subject={subject} concern={FAILED} onSelect={selectSubject} />
        </>
      )}
      <Samples subject={subject} concern={FAILED} />
    </>
  )
}
