const buckets = [
  { belowMs: 250, name: '<250ms' },
  { belowMs: 500, name: '250ms-500ms' },
  { belowMs: 1_000, name: '500ms-1sec' },
  { belowMs: 3_000, name: '1sec-3sec' },
  { belowMs: 7_000, name: '3sec-7sec' },
  { belowMs: 15_000, name: '7sec-15sec' },
  { belowMs: 30_000, name: '15sec-30sec' },
  { belowMs: 60_000, name: '30sec-1min' },
  { belowMs: 120_000, name: '1min-2min' },
  { belowMs: 300_000, name: '2min-5min' },
] as const

/** Returns the service's name for a range of durations. */
export function performanceBucket(durationMs: number): string {
  return buckets.find(({ belowMs }) => durationMs < belowMs)?.name ?? '>=5min'
}
