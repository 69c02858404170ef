import { Glyph } from '../../components/glyph'
import { RoleMark } from '../../components/role-mark'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { count, shortTime } from '../../state/format'
import { scope } from '../../state/scope'
import { cut } from '../../state/text'
import { problemsOfQuery } from './queries'
import type { Concern, Subject } from './subject'

interface ProblemsProps {
  readonly subject: Subject
  readonly concern: Concern
  readonly onSelect: (subject: Subject) => void
}

interface Problem {
  readonly role: string
  readonly problemId: string
  readonly total: number
  readonly firstSeen: string
}

/** The exceptions in the operations that the view is about. */
export function Problems({ subject, concern, onSelect }: ProblemsProps) {
  const { table } = useQuery(problemsOfQuery(subject, concern, scope.value))
  const problems = table === undefined ? [] : toObjects<Problem>(table)
  if (problems.length === 0) return null
  return (
    <section class="problems">
      <h3>Problems</h3>
      {problems.map(({ role, problemId, total, firstSeen }) => (
        <button
          key={`${role} ${problemId}`}
          type="button"
          class="problem"
          onClick={() => onSelect({ kind: 'exception', role, name: problemId, target: '' })}
        >
          <RoleMark name={role} />
          <Glyph name="exception" class="error" />
          <span class="problem-name">{cut(problemId || 'without a name', 200)}</span>
          <span class="text3">first {shortTime(Date.parse(firstSeen), true)}</span>
          <b class="error">{count(total)}</b>
        </button>
      ))}
    </section>
  )
}
