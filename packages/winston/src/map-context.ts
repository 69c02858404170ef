import type { LogContext, SeverityOf } from '@azmon/core/adapter'
import type { TerminalFormats } from './terminal-formats'

/** The settings with which the records of one logger are mapped. */
export interface MapContext extends LogContext {
  readonly severities: SeverityOf
  readonly formats: TerminalFormats
  /** The id of the logger in its container; undefined if it is in none. */
  readonly logger: string | undefined
  readonly errorKeys: readonly string[]
}
