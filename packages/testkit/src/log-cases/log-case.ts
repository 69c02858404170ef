import type { ArrivedLog } from '../arrived-log'

/** Options of the adapter, apart from `name`. */
export interface CaseOptions {
  readonly levelMap?: Readonly<Record<string, 0 | 1 | 2 | 3 | 4>>
  readonly recordsAs?: 'trace' | 'event'
  readonly errorKeys?: readonly string[]
  readonly redactKeys?: readonly string[]
  /** The logger's own name. */
  readonly name?: string
}

/** The span that is active during the call, with the marks that tracers set on their spans. */
export interface LogSpan {
  readonly traceId: string
  readonly spanId: string
  readonly [mark: string | symbol]: unknown
}

/** One log call, for any logger: the logged values and the expected row. */
export interface LogCase {
  readonly name: string
  readonly level: 'fatal' | 'error' | 'warn' | 'info' | 'debug'
  /** Undefined if only the fields are logged. */
  readonly text: string | undefined
  /** Returns new fields for each call, because loggers modify the errors that they are given. */
  readonly fields: () => Readonly<Record<string, unknown>>
  readonly options?: CaseOptions
  readonly child?: Readonly<Record<string, unknown>>
  readonly time?: unknown
  readonly span?: LogSpan
  /** The expected row. Undefined if no row is sent. */
  readonly expected: ArrivedLog | undefined
}
