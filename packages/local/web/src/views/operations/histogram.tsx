import { NotRead } from '../../components/not-read'
import { toObjects } from '../../query/client'
import { useQuery } from '../../query/use-query'
import { count, duration } from '../../state/format'
import { scope } from '../../state/scope'
import { binStartMs, type HistogramRow, withEmptyBins } from './histogram-bins'
import { histogramQuery } from './queries'
import type { Subject } from './subject'

interface HistogramProps {
  readonly subject: Subject
  /** Spans from this duration on are marked. A click on a bar changes it. */
  readonly slowFromMs?: number | undefined
  readonly onSlowFrom?: ((ms: number) => void) | undefined
}

/** How long the spans took, on a logarithmic axis. Failed ones are red. */
export function Histogram({ subject, slowFromMs, onSlowFrom }: HistogramProps) {
  const { table, error } = useQuery(histogramQuery(subject, scope.value))
  const bins = table === undefined ? [] : withEmptyBins(toObjects<HistogramRow>(table))
  const max = Math.max(1, ...bins.map(({ total }) => total))
  return (
    <section class="histogram">
      <h3>
        Duration
        {slowFromMs !== undefined && (
          <span class="text2">slow is from {duration(slowFromMs)} on; click a bar to change</span>
        )}
      </h3>
      {error && <NotRead error={error} />}
      <div class="histogram-bars">
        {bins.map(({ bin, total, failed }) => {
          const label = `${duration(binStartMs(bin))} to ${duration(binStartMs(bin + 1))}: ${count(total)}, ${count(failed)} failed`
          const isSlow = slowFromMs !== undefined && binStartMs(bin + 1) > slowFromMs * ROUNDING
          const content = (
            <>
              <i style={{ height: `${((total - failed) / max) * 100}%` }} />
              <i class="failed" style={{ height: `${(failed / max) * 100}%` }} />
            </>
          )
          return onSlowFrom === undefined ? (
            <span key={bin} title={label}>
              {content}
            </span>
          ) : (
            <button
              key={bin}
              type="button"
              title={label}
              aria-label={`Slow from ${duration(binStartMs(bin))} on`}
              class={isSlow ? 'slow' : ''}
              onClick={() => onSlowFrom(binStartMs(bin))}
            >
              {content}
            </button>
          )
        })}
      </div>
      <div class="histogram-axis" aria-hidden="true">
        {axisOf(bins).map(({ bin, label }) => (
          <span key={bin} style={{ left: `${((bin - bins[0]!.bin) / bins.length) * 100}%` }}>
            {label}
          </span>
        ))}
      </div>
    </section>
  )
}

// --- helpers ---

/** The start of a bin is rounded in the address. */
const ROUNDING = 1.0001

/** A label at each half power of ten. */
function axisOf(bins: readonly HistogramRow[]): readonly { readonly bin: number; readonly label: string }[] {
  return bins
    .filter(({ bin }) => bin % 5 === 0)
    .map(({ bin }) => ({ bin, label: duration(Number(binStartMs(bin).toPrecision(1))) }))
}
