// Formats values for people, everywhere in the same way.

/** `9,377` */
export function count(value: number): string {
  return COUNT.format(value)
}

/** `12 ms`, `1.92 s`, `2 min 5 s`. A missing duration is empty. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return ''
  if (ms < 1) return ms === 0 ? '0 ms' : `${Number(ms.toPrecision(2))} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** `2.9 %`, `< 0.1 %`, `0 %` */
export function percent(share: number): string {
  const value = share * 100
  if (value === 0) return '0 %'
  return value < 0.1 ? '< 0.1 %' : `${value.toFixed(1)} %`
}

/** `14:32:07.892` in the time zone of the browser. */
export function timeOfDay(ms: number): string {
  return `${CLOCK.format(ms)}.${String(new Date(ms).getMilliseconds()).padStart(3, '0')}`
}

/** `14:32`, or `14:32:07` with seconds. */
export function shortTime(ms: number, withSeconds = false): string {
  return CLOCK.format(ms).slice(0, withSeconds ? 8 : 5)
}

/** `29 Nov` */
export function day(ms: number): string {
  return DAY.format(ms)
}

// --- helpers ---

const COUNT = new Intl.NumberFormat('en')
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
