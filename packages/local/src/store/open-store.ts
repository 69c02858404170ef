import { LocalError, reasonOf } from '../errors'
import { DuckDbStore, type DuckDbStoreOptions } from './duckdb-store'
import { loadDuckDb } from './load-duckdb'
import type { Store } from './store'

/**
 * Opens the store at a path, or an in-memory store for `:memory:`.
 * @throws LocalError `AZMON_LOCAL_NO_DUCKDB` or `AZMON_LOCAL_DATA`.
 */
export async function openStore(options: DuckDbStoreOptions): Promise<Store> {
  const duckDb = loadDuckDb()
  try {
    return await DuckDbStore.open(duckDb, options)
  } catch (cause) {
    throw new LocalError(
      'AZMON_LOCAL_DATA',
      `Cannot store telemetry in ${options.path}: ${reasonOf(cause)}. ` +
        'Use a file in an existing directory that is new or was made by azmon, and that no other process has open.',
      { cause },
    )
  }
}
