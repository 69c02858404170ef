import { signal } from '@preact/signals'

/** Items per second that arrive now, oldest first, one value per second. The view that counts them sets it. */
export const rates = signal<readonly number[]>([])

/** The rate of arrivals as a number and a small line. */
export function Rate() {
  const values = rates.value
  const newest = values.at(-1) ?? 0
  const max = Math.max(1, ...values)
  const points = values.map((value, index) => `${(index * 48) / Math.max(1, SHOWN - 1)},${15 - (value / max) * 12}`)
  return (
    <span class="rate" title="Items per second">
      <svg viewBox="0 0 48 16" width="48" height="16" aria-hidden="true">
        <polyline fill="none" stroke="currentColor" points={points.length > 1 ? points.join(' ') : '0,15 48,15'} />
      </svg>
      {RATE.format(newest)}/s
    </span>
  )
}

/** Adds the rate of another second. */
export function addRate(itemsPerSecond: number): void {
  rates.value = [...rates.peek(), itemsPerSecond].slice(-SHOWN)
}

// --- helpers ---

const SHOWN = 30
const RATE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
