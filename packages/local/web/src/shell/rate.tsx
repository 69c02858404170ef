import { storedRates } from '../state/live-stream'

/** How many items arrive per second, as a number and a small line. */
export function Rate() {
  const rates = storedRates.value
  const newest = rates.slice(-NUMBER_OF_SECONDS)
  const mean = newest.reduce((sum, rate) => sum + rate, 0) / Math.max(1, newest.length)
  const max = Math.max(1, ...rates)
  const points = rates.map(
    (rate, index) => `${((SHOWN - rates.length + index) * 48) / (SHOWN - 1)},${15 - (rate / max) * 12}`,
  )
  return (
    <span class="rate" title="Items that arrive per second">
      <svg viewBox="0 0 48 16" width="48" height="16" aria-hidden="true">
        <polyline fill="none" stroke="currentColor" points={points.length > 1 ? points.join(' ') : '0,15 48,15'} />
      </svg>
      {RATE.format(mean)}/s
    </span>
  )
}

// --- helpers ---

const SHOWN = 30
const NUMBER_OF_SECONDS = 3
const RATE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
