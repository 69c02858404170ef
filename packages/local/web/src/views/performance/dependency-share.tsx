import { isAround } from '../../query/around'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { duration, percent } from '../../state/format'
import { type Scope, scope } from '../../state/scope'
import { cut } from '../../state/text'
import { type Concern, concernCondition, type Subject, subjectQuery } from '../operations/subject'

interface DependencyShareProps {
  readonly subject: Subject
  readonly concern: Concern
}

interface Share {
  readonly name: string
  readonly target: string
  readonly averageMs: number
  readonly share: number
}

/** Which dependencies the slow operations wait for, and for how long on average. */
export function DependencyShare({ subject, concern }: DependencyShareProps) {
  const { table } = useQuery(shareQuery(subject, concern, scope.value))
  const shares = table === undefined ? [] : toObjects<Share>(table)
  if (shares.length === 0) return null
  return (
    <section class="common">
      <h3>What the slow ones wait for</h3>
      {shares.map(({ name, target, averageMs, share }) => (
        <div key={`${name} ${target}`} class="common-row">
          <span>{cut(name, 60)}</span>
          <span class="text3">{cut(target, 60)}</span>
          <span class="share">
            <i style={{ width: `${Math.min(1, share) * 100}%` }} />
            <span>{percent(share)}</span>
          </span>
          <span class="number">{duration(averageMs)}</span>
        </div>
      ))}
    </section>
  )
}

// --- helpers ---

/** Only the calls of the operation's own role: those of others are part of its calls. */
function shareQuery(subject: Subject, concern: Concern, inScope: Scope): string {
  return `let concerned = ${subjectQuery(subject, inScope)}
| where ${concernCondition(concern)}
| project operation_Id, id, took = duration
| take 1000;
let total = toscalar(concerned | summarize sum(took));
let operations = toscalar(concerned | count);
dependencies
| where ${isAround(inScope.selected)}
| join kind=inner (concerned | project operation_Id, operation_ParentId = id) on operation_Id, operation_ParentId
| summarize all = sum(duration) by name, target
| top 5 by all
| project name, target, averageMs = all / operations, share = all / total`
}
