import { LocalError, reasonOf } from '../errors'

/** The module itself is handed around, because it is loaded late and may not load at all. */
export type DuckDb = typeof import('@duckdb/node-api')

/**
 * Loads DuckDB when it is needed: a program that only imports this package needs no native binary. By require, because
 * Jest runs import() only under an experimental flag of Node.
 */
export function loadDuckDb(): DuckDb {
  try {
    return require('@duckdb/node-api')
  } catch (cause) {
    throw new LocalError(
      'AZMON_LOCAL_NO_DUCKDB',
      `DuckDB cannot be loaded on ${process.platform}-${process.arch} with Node ${process.version}: ${reasonOf(cause)}. ` +
        'Run azmon local where @duckdb/node-bindings has a build, and install its optional dependencies.',
      { cause },
    )
  }
}
