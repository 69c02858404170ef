import type { LogCall } from './shapes'

/** One way to get a log record, or a span, out of a program. */
export interface Contender {
  /** Names the contender's rows in the tables. */
  readonly title: string
  /** Says which packages and options it consists of. */
  readonly description: string
  /** Contenders are compared within their family. */
  readonly family: Family
  readonly role: Role
  readonly takesPartIn: readonly ScenarioName[]
  /**
   * Loads and constructs the contender. Nothing is loaded before, so that a process holds only one contender. If `isTraced`,
   * spans are active, and a contender that needs an option to see them is given that option.
   */
  open(connectionString: string, isTraced: boolean): Promise<OpenContender>
}

export type Family = 'winston' | 'pino' | 'spans'

/**
 * `baseline`: the logger or tracer without telemetry, with which all are compared. `peer`: another library for the same
 * job; some targets are relative to the best peer. `reference`: shown, but does a different job.
 */
export type Role = 'baseline' | 'ours' | 'peer' | 'reference'

export type ScenarioName = 'burst' | 'paced' | 'down'

export type Log = (call: LogCall) => void

export interface OpenContender {
  /** Logs a record, or starts and ends a span. */
  readonly log: Log
  /** Returns a function that logs through a child logger with these fields. Tracers have no such method. */
  child?(bound: Readonly<Record<string, unknown>>): Log
  /** Does what the contender's documentation says to do before the process ends. */
  close(): Promise<unknown>
  /** Returns how many records the contender counts as lost. Contenders without such a counter have no such method. */
  reportedLost?(): number | undefined
}
