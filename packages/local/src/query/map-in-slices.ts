import { setImmediate } from 'node:timers/promises'

/** Maps many items, and lets other work of this process run in between, such as ingestion. */
export async function mapInSlices<T, R>(items: readonly T[], map: (item: T) => R): Promise<readonly R[]> {
  const results: R[] = []
  for (const item of items) {
    results.push(map(item))
    if (results.length % ITEMS_AT_ONCE === 0) await setImmediate()
  }
  return results
}

const ITEMS_AT_ONCE = 500
