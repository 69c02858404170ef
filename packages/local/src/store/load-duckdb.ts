import { LocalError, reasonOf } from '../errors'

/** The type of the DuckDB module. The module is passed as an argument, because it is loaded lazily and may fail to load. */
export type DuckDb = typeof import('@duckdb/node-api')

/**
 * Loads DuckDB on first use, so that a program that only imports this package needs no native binary. Uses require, because
 * Jest supports import() only with an experimental Node flag.
 */
export function loadDuckDb(): DuckDb {
  try {
    return require('@duckdb/node-api')
  } catch (cause) {
    throw new LocalError(
      'AZMON_LOCAL_NO_DUCKDB',
      `DuckDB cannot be loaded on ${process.platform}-${process.arch} with Node ${process.version}: ${reasonOf(cause)}. ` +
        'Use a platform that @duckdb/node-bindings supports, and install its optional dependencies.',
      { cause },
    )
  }
}
