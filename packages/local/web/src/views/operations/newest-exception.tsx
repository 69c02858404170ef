import { ExceptionStacks } from '../../components/exception-stacks'
import { exceptionDetails } from '../../components/stack-frames'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { scope } from '../../state/scope'
import { type Subject, subjectQuery } from './subject'

/** The newest exception of a problem, with its stack. */
export function NewestException({ subject }: { readonly subject: Subject }) {
  const { table } = useQuery(`${subjectQuery(subject, scope.value)}
| top 1 by timestamp
| project details`)
  const [newest] = table === undefined ? [] : toObjects<{ details: string }>(table)
  if (newest === undefined) return null
  return (
    <section class="newest-exception">
      <ExceptionStacks details={exceptionDetails(newest.details)} />
    </section>
  )
}
