import { LocalError, reasonOf } from '../errors'
import { DuckDbStore, type DuckDbStoreOptions } from './duckdb-store'
import { loadDuckDb } from './load-duckdb'
import type { Store } from './store'

/** Opens the store that is kept at a path, `:memory:` for one that ends with the process. */
export async function openStore(options: DuckDbStoreOptions): Promise<Store> {
  const duckDb = loadDuckDb()
  try {
    return await DuckDbStore.open(duckDb, options)
  } catch (cause) {
    throw new LocalError(
      'AZMON_LOCAL_DATA',
      `Cannot keep telemetry in ${options.path}: ${reasonOf(cause)}. ` +
        'Give a file in a directory that exists, which no other process has open and which is new or made by azmon.',
      { cause },
    )
  }
}
