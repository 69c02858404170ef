/** Returns `1 file` or `3,400 files`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}

/** Returns `512 bytes` or `2.1 MiB`. */
export function size(bytes: number): string {
  const power = Math.min(UNITS.length, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  if (power === 0) return count(bytes, 'byte')
  const value = bytes / 1_024 ** power
  return `${value.toFixed(value < 10 ? 1 : 0)} ${UNITS[power - 1]}`
}

/** Returns `40 s`, `12 min`, `3 h 5 min` or `2 d 1 h`: at most the two largest units. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`
  return `${Math.floor(hours / 24)} d${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`
}

// --- helpers ---

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB']
