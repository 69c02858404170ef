import { toObjects } from '../../query/client'
import { isOneOf, literal, moment } from '../../query/kql'
import { useQuery } from '../../query/use-query'
import { count, shortTime } from '../../state/format'
import { scope, setOnly, setText } from '../../state/scope'
import type { RecordRow } from './record-row'

/** How many items are like this one, and since when. A click shows only them. */
export function Similar({ row }: { readonly row: RecordRow }) {
  const { condition, show } = likenessOf(row)
  const { fromMs, toMs } = scope.value.range
  const { table } = useQuery(
    condition === undefined
      ? undefined
      : `${condition}
| where timestamp between (${moment(fromMs)} .. ${moment(toMs)})
| summarize items = sum(itemCount), since = min(timestamp)`,
  )
  const [found] = table === undefined ? [] : toObjects<{ items: number | null; since: string | null }>(table)
  if (found === undefined || found.items === null || found.items < 2) return null
  return (
    <button type="button" class="similar" title="Show only these" onClick={show}>
      <b>{count(found.items)}</b> like this since {shortTime(Date.parse(found.since ?? ''))}
    </button>
  )
}

// --- helpers ---

interface Likeness {
  readonly condition: string | undefined
  readonly show: () => void
}

function likenessOf(row: RecordRow): Likeness {
  const [itemType, problemId, message, name, resultCode] = TEXTS.map((column) => String(row[column] ?? ''))
  if (itemType === 'exception' && problemId) {
    return {
      condition: `exceptions\n| where problemId == ${literal(problemId)}`,
      show: () => setOnly('problem', [problemId]),
    }
  }
  if (itemType === 'trace' && message) {
    return { condition: `traces\n| where message == ${literal(message)}`, show: () => setText(message) }
  }
  if ((itemType === 'request' || itemType === 'dependency') && name && row['success'] === 'False') {
    const table = itemType === 'request' ? 'requests' : 'dependencies'
    const sameResult = isOneOf('resultCode', [resultCode ?? ''])
    return { condition: `${table}\n| where name == ${literal(name)} and ${sameResult}`, show: () => setText(name) }
  }
  return { condition: undefined, show: () => undefined }
}

const TEXTS = ['itemType', 'problemId', 'message', 'name', 'resultCode'] as const
