/** Returns a function that writes the values of a metric, with the unit that its name tells. */
export function metricFormat(name: string): (value: number) => string {
  if (/bytes/i.test(name)) return bytes
  if (/\(ms\)|\bms\b|duration|execution time|delay/i.test(name)) return (value) => `${plain(value)} ms`
  if (/%/.test(name)) return (value) => `${plain(value)} %`
  return plain
}

// --- helpers ---

const PLAIN = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

function plain(value: number): string {
  return PLAIN.format(value)
}

/** `1.5 GB` */
function bytes(value: number): string {
  const power = Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)))
  return `${plain(value / 1024 ** power)} ${UNITS[power]}`
}
