import { NotRead } from '../../components/not-read'
import { dynamicObject, toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { duration, timeOfDay } from '../../state/format'
import { scope } from '../../state/scope'
import { cut } from '../../state/text'
import { hueOf } from '../transaction/hue-of'
import { type Item, type TransactionRow, toItem } from '../transaction/item'
import { ownIntervals } from '../transaction/timing'
import { buildTree, type Tree } from '../transaction/tree'
import { samplesQuery, spansOfQuery } from './queries'
import type { Concern, Subject } from './subject'

interface SamplesProps {
  readonly subject: Subject
  readonly concern: Concern
}

interface Sample {
  readonly timestamp: string
  readonly operation_Id: string
  readonly resultCode: string
  readonly success: string
  readonly duration: number | null
}

/** Up to three operations as small waterfalls. A click opens the transaction. */
export function Samples({ subject, concern }: SamplesProps) {
  const { table, error } = useQuery(samplesQuery(subject, concern, scope.value))
  const samples = table === undefined ? [] : toObjects<Sample>(table)
  const ids = samples.map(({ operation_Id }) => operation_Id)
  const spans = useQuery(ids.length === 0 ? undefined : spansOfQuery(ids))
  const rows = spans.table === undefined ? [] : toObjects<TransactionRow>(spans.table)
  if (samples.length === 0 && error === undefined) return null
  return (
    <section class="samples">
      <h3>Samples</h3>
      {error && <NotRead error={error} />}
      {samples.map(({ timestamp, operation_Id, resultCode, success, duration: tookMs }) => (
        <a key={operation_Id} class="sample" href={`/transaction/${encodeURIComponent(operation_Id)}`}>
          <code>{timeOfDay(Date.parse(timestamp))}</code>
          <SmallWaterfall tree={treeOf(rows, operation_Id)} />
          <span class={success === 'False' ? 'error' : 'text3'}>{cut(resultCode, 12)}</span>
          <span class="sample-duration">{duration(tookMs)}</span>
        </a>
      ))}
    </section>
  )
}

// --- helpers ---

function treeOf(rows: readonly TransactionRow[], operationId: string): Tree {
  const items = rows.flatMap((row): Item[] => {
    const item =
      row['operation_Id'] === operationId ? toItem({ ...row, customDimensions: dynamicObject(null) }) : undefined
    return item === undefined ? [] : [item]
  })
  return buildTree(items, operationId)
}

/** The own time of each span on one line, in the hue of its role. */
function SmallWaterfall({ tree }: { readonly tree: Tree }) {
  const lengthMs = tree.endMs - tree.startMs
  return (
    <span class="small-waterfall" aria-hidden="true">
      {tree.nodes.flatMap((node) =>
        ownIntervals(node).map(({ startMs, endMs }) => (
          <i
            key={`${node.key} ${startMs}`}
            style={{
              left: `${((startMs - tree.startMs) / lengthMs) * 100}%`,
              width: `${((endMs - startMs) / lengthMs) * 100}%`,
              background: hueOf(node.item?.role ?? ''),
            }}
          />
        )),
      )}
    </span>
  )
}
