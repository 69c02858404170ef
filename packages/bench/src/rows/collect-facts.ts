import { collectRows } from './collect'
import { type Facts, factsOf } from './facts'
import { samplingFactsOf } from './sampling-facts'
import type { SdkName } from './sdks'

/** Runs both programs with a library and returns the facts of its rows. */
export async function collectFacts(sdk: SdkName): Promise<Facts> {
  // azmon sends its metrics when it closes; the others send them only at the end of each minute.
  const lingerMs = sdk === 'azmon' ? 0 : METRICS_INTERVAL_MS
  const [rows, sampled] = await Promise.all([
    collectRows(sdk, { sampledPercent: 100, lingerMs }),
    collectRows(sdk, { sampledPercent: 50, lingerMs: 0 }),
  ])
  return { ...factsOf(rows), ...samplingFactsOf(sampled) }
}

const METRICS_INTERVAL_MS = 62_000
