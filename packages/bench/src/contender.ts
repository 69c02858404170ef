import type { LogCall } from './shapes'

/** One way to get a log record, or a span, out of a program. */
export interface Contender {
  /** Names its row in the tables. */
  readonly title: string
  /** What it is made of. */
  readonly description: string
  /** It is compared with the others of its family. */
  readonly family: Family
  readonly role: Role
  readonly takesPartIn: readonly ScenarioName[]
  /**
   * Loads and constructs it; only here, so that a process holds one contender and nothing of the others. `isTraced`:
   * spans are active, and a contender that does not see them by itself is set up as its documentation says.
   */
  open(connectionString: string, isTraced: boolean): Promise<OpenContender>
}

export type Family = 'winston' | 'pino' | 'spans'

/**
 * `baseline`: the logger or tracer without telemetry, with which all are compared. `peer`: another library for the same
 * job; the targets are relative to the best of them. `reference`: shown, but does another job.
 */
export type Role = 'baseline' | 'ours' | 'peer' | 'reference'

export type ScenarioName = 'burst' | 'paced' | 'down'

export type Log = (call: LogCall) => void

export interface OpenContender {
  /** Logs a record, or starts and ends a span. */
  readonly log: Log
  /** Logs through a child logger with these fields; tracers have none. */
  child?(bound: Readonly<Record<string, unknown>>): Log
  /** What its documentation says to do before the process ends. */
  close(): Promise<unknown>
  /** How many records it knows to be lost. A contender that keeps no such account has no such method. */
  reportedLost?(): number | undefined
}
