import type { LogContext } from '@azmon/core/adapter'
import type { Severities } from './levels'

/** The settings with which a record is mapped. */
export interface MapContext extends LogContext {
  readonly severities: Severities
  /** The id of the logger in its container; undefined if it is in none. */
  readonly logger: string | undefined
  readonly errorKeys: readonly string[]
}
