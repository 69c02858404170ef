/**
 * Returns the milliseconds of a length of time such as `500ms`, `90s`, `30m`, `2h` or `1d`. Undefined for anything else, and
 * for 0.
 */
export function durationMs(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text.trim()) ?? []
  const ms = Number(digits) * (MS_OF_UNIT[unit] ?? 0)
  return ms > 0 ? ms : undefined
}

// --- helpers ---

const MS_OF_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
