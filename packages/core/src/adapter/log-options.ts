import type { SeverityLevel } from '../envelope/severity'

/** Severities by level name. */
export type LevelMap = Readonly<Record<string, SeverityLevel>>

export type RecordsAs = 'trace' | 'event'

/** The options that control how an adapter reads the records of its logger. */
export interface LogOptions {
  /** Severities (0 verbose … 4 critical) by level name, such as `{ audit: 1 }`; they override the known ones. @default none */
  readonly levelMap?: LevelMap | undefined
  /** `'event'`: every record becomes a custom event whose name is the message. @default 'trace' */
  readonly recordsAs?: RecordsAs | undefined
  /** Fields that may hold the error of a record; the first is used. @default ['err', 'error', 'exception', 'cause', 'reason'] */
  readonly errorKeys?: readonly string[] | undefined
}

export interface ResolvedLogOptions {
  readonly levelMap: LevelMap
  readonly recordsAs: RecordsAs
  readonly errorKeys: readonly string[]
}
