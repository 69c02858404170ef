import type { QueryTable } from '../../query/client'
import { count } from '../../state/format'
import { scope } from '../../state/scope'
import { NOW, rangeLabel } from '../../state/time'
import { countCube } from './live-facets'
import type { Tail } from './tail'

/** How many items there are, and what of them is not shown or not stored. */
export function LiveFooter({ tail, table }: { readonly tail: Tail; readonly table: QueryTable | undefined }) {
  const { from, to, brush, selected } = scope.value
  const { items, rows } = countCube(table)
  const oneIn = tail.oneIn.value
  const minutes = (selected.toMs - selected.fromMs) / 60_000
  const range = brush === undefined && to === NOW ? rangeLabel(from, to).toLowerCase().replace('last', 'the last') : ''
  const selectedRange = minutes < 1 ? `${Math.round(minutes * 60)} s` : `${Number(minutes.toFixed(1))} min`
  return (
    <>
      <span>
        <b>{count(items)}</b> items in {range === '' ? selectedRange : range}
      </span>
      {oneIn > 1 && (
        <span>
          1 in {oneIn} shown, all counted{' '}
          <button type="button" class="link" onClick={() => tail.showAll()}>
            Show all
          </button>
        </span>
      )}
      {items > rows && <span>sampled: {count(rows)} stored</span>}
      {tail.error.value !== undefined && <span class="error">{tail.error.value.message}</span>}
      <span class="visually-hidden" aria-live="polite">
        {politeCount(items)}
      </span>
    </>
  )
}

// --- helpers ---

const POLITE_MS = 10_000
let announced = ''
let announcedAtMs = -POLITE_MS

/** Changes every 10 s at most, so that a screen reader is not busy with counting. */
function politeCount(items: number): string {
  if (performance.now() - announcedAtMs >= POLITE_MS) {
    announced = `${count(items)} items`
    announcedAtMs = performance.now()
  }
  return announced
}
