import type { QueryError } from '../../query/client'

/** A query without a result. */
export interface Failed {
  readonly text: string
  readonly error: QueryError
}
