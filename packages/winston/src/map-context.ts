import type { LogContext } from '@azmon/core/adapter'
import type { Severities } from './levels'

/** What mapping needs to know besides the record. */
export interface MapContext extends LogContext {
  readonly severities: Severities
  /** The name by which the logger is looked up. */
  readonly logger: string | undefined
  readonly errorKeys: readonly string[]
}
