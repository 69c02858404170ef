import type { RecordProperties } from './workload'

/** One way to get a log record out of a program. */
export interface Contender {
  /** Names its row in the tables. */
  readonly title: string
  /** What it is made of. */
  readonly description: string
  /** Whose rows it stands among; each logger alone, without any telemetry, is what its rows are compared with. */
  readonly logger: LoggerName
  readonly takesPartIn: readonly ScenarioName[]
  /** Loads and constructs it; only here, so that a process holds one contender and nothing of the others. */
  open(connectionString: string): Promise<OpenContender>
}

export type LoggerName = 'winston' | 'pino'

export type ScenarioName = 'burst' | 'paced' | 'down'

export interface OpenContender {
  log(message: string, properties: RecordProperties): void
  /** What its documentation says to do before the process ends. */
  close(): Promise<unknown>
  /** How many records it knows to be lost. A contender that keeps no such account has no such method. */
  reportedLost?(): number | undefined
}
