import { LocalError, reasonOf } from '../errors'
import { DuckDbStore } from './duckdb-store'
import { loadDuckDb } from './load-duckdb'
import type { Store } from './store'

/** Opens the store that is kept at a path, `:memory:` for one that ends with the process. */
export async function openStore(path: string): Promise<Store> {
  const duckDb = await loadDuckDb()
  try {
    return await DuckDbStore.open(duckDb, path)
  } catch (cause) {
    throw new LocalError(
      'AZMON_LOCAL_DATA',
      `Cannot keep telemetry in ${path}: ${reasonOf(cause)}. ` +
        'Give a file in a directory that exists, which no other process has open and which is new or made by azmon.',
      { cause },
    )
  }
}
