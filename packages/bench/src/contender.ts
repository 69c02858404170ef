import type { RecordProperties } from './workload'

/** One way to get a log record, or a span, out of a program. */
export interface Contender {
  /** Names its row in the tables. */
  readonly title: string
  /** What it is made of. */
  readonly description: string
  /** Whose rows it stands among, which are compared with the first of them: what there is without any telemetry. */
  readonly family: Family
  readonly takesPartIn: readonly ScenarioName[]
  /** Loads and constructs it; only here, so that a process holds one contender and nothing of the others. */
  open(connectionString: string): Promise<OpenContender>
}

export type Family = 'winston' | 'pino' | 'spans'

export type ScenarioName = 'burst' | 'paced' | 'down'

export interface OpenContender {
  /** A record is logged, or a span started and ended. */
  log(message: string, properties: RecordProperties): void
  /** What its documentation says to do before the process ends. */
  close(): Promise<unknown>
  /** How many records it knows to be lost. A contender that keeps no such account has no such method. */
  reportedLost?(): number | undefined
}
