import type { LogCall } from './shapes'

/** A way to send log records or spans from a program. */
export interface Contender {
  /** Labels the contender's rows in the tables. */
  readonly title: string
  /** Lists the packages and options that it consists of. */
  readonly description: string
  /** Contenders are compared within their family. */
  readonly family: Family
  readonly role: Role
  readonly takesPartIn: readonly ScenarioName[]
  /**
   * Loads and constructs the contender. Nothing is loaded before that, so that a process holds only one contender. If
   * `isTraced` is true, spans are active, and a contender that needs an option to see them gets that option.
   */
  open(connectionString: string, isTraced: boolean): Promise<OpenContender>
}

export type Family = 'winston' | 'pino' | 'spans'

/**
 * `baseline` is the logger or tracer without telemetry, which all are compared with. `peer` is another library for the same
 * job; some targets are relative to the best peer. `reference` is shown, but does a different job.
 */
export type Role = 'baseline' | 'ours' | 'peer' | 'reference'

export type ScenarioName = 'burst' | 'paced' | 'down'

export type Log = (call: LogCall) => void

export interface OpenContender {
  /** Logs a record, or starts and ends a span. */
  readonly log: Log
  /** Returns a function that logs through a child logger with these fields. Tracers have no such method. */
  child?(bound: Readonly<Record<string, unknown>>): Log
  /** Does what the contender's documentation recommends before the process ends. */
  close(): Promise<unknown>
  /** Returns how many records the contender counts as lost. Contenders without such a counter have no such method. */
  reportedLost?(): number | undefined
}
