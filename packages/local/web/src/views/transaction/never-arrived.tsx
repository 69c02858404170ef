import { useEffect, useState } from 'preact/hooks'
import { EmptyState } from '../../components/empty-state'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { count, timeOfDay } from '../../state/format'
import { cut } from '../../state/text'

interface NeverArrivedProps {
  readonly operationId: string
  /** Looks again. */
  readonly onRetry: () => void
}

/** Says of an operation without items what is known of it: each reason for a missing row, with its evidence or "No". */
export function NeverArrived({ operationId, onRetry }: NeverArrivedProps) {
  const refusals = useRefusals(operationId)
  const { table } = useQuery(ARRIVALS)
  const [isWatching, setWatching] = useState(false)
  useEffect(() => {
    if (!isWatching) return
    const timer = setInterval(onRetry, WATCH_EVERY_MS)
    return () => clearInterval(timer)
  }, [isWatching, onRetry])
  const arrivals = table === undefined ? undefined : toObjects<Arrivals>(table)[0]
  return (
    <EmptyState title="This operation has never arrived">
      <p>
        Searched in requests, dependencies, logs, exceptions, events and page views, of all times, for{' '}
        <code>{operationId}</code>
      </p>
      <dl class="reasons">
        {reasonsOf(refusals, arrivals).map(({ name, evidence }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={evidence === 'No' ? 'text3' : ''}>{evidence}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class={isWatching ? 'button active' : 'button'} onClick={() => setWatching(!isWatching)}>
        {isWatching ? 'Watching: it opens when it arrives' : 'Watch'}
      </button>
    </EmptyState>
  )
}

// --- helpers, in order of use ---

const WATCH_EVERY_MS = 2_000

interface Refusals {
  readonly total: number
  readonly refusals: readonly { readonly atMs: number; readonly message: string; readonly role: string }[]
}

/** The rejected items of the operation. Undefined until they are known, or if another source answers queries. */
function useRefusals(operationId: string): Refusals | undefined {
  const [refusals, setRefusals] = useState<Refusals | undefined>(undefined)
  useEffect(() => {
    const abort = new AbortController()
    fetch(`/api/refusals?operation=${encodeURIComponent(operationId)}`, { signal: abort.signal })
      .then((response) => (response.ok ? response.json() : undefined))
      .then(setRefusals, () => undefined)
    return () => abort.abort()
  }, [operationId])
  return refusals
}

interface Arrivals {
  readonly items: number
  readonly represented: number
  readonly oldest: string | null
  readonly newest: string | null
}

const ARRIVALS = `union requests, dependencies, traces, exceptions, customEvents, pageViews
| summarize items = count(), represented = sum(itemCount), oldest = min(timestamp), newest = max(timestamp)`

interface Reason {
  readonly name: string
  readonly evidence: string
}

function reasonsOf(found: Refusals | undefined, arrivals: Arrivals | undefined): readonly Reason[] {
  const [refusal] = found?.refusals ?? []
  return [
    {
      name: 'Refused',
      evidence:
        found === undefined
          ? 'Not known'
          : refusal === undefined
            ? 'No'
            : `${count(found.refusals.length)} items at ${timeOfDay(refusal.atMs)}: ${cut(refusal.message, 300)}`,
    },
    { name: 'Sampled out', evidence: sampledOut(arrivals) },
    { name: 'Removed to make room', evidence: removed(arrivals) },
    { name: 'Still on its way', evidence: onItsWay(arrivals) },
    {
      name: 'Sent elsewhere',
      evidence:
        'Check the connection string of the program: npx azmon doctor shows where it sends. The command palette has the one of this page.',
    },
  ]
}

function sampledOut(arrivals: Arrivals | undefined): string {
  if (arrivals === undefined) return 'Not known'
  const { items, represented } = arrivals
  if (items === 0 || represented <= items) return 'No'
  return `Most likely: sampling is on, 1 in ${(represented / items).toFixed(1)} items was kept`
}

function removed(arrivals: Arrivals | undefined): string {
  if (arrivals === undefined) return 'Not known'
  return arrivals.oldest === null
    ? 'Nothing is stored'
    : `Only if it is older than ${new Date(arrivals.oldest).toLocaleString('sv')}, the time of the oldest item`
}

function onItsWay(arrivals: Arrivals | undefined): string {
  if (arrivals === undefined) return 'Not known'
  if (arrivals.newest === null) return 'No program has sent anything yet'
  return `Possible: SDKs send every few seconds. The newest item is of ${timeOfDay(Date.parse(arrivals.newest))}`
}
