import type { SeverityLevel } from '../envelope/severity'

/** Severities by level name. */
export type LevelMap = Readonly<Record<string, SeverityLevel>>

export type RecordsAs = 'trace' | 'event'

/** How the adapter of any logger reads its records. */
export interface LogOptions {
  /** Severities (0 verbose … 4 critical) of levels by name, e.g. `{ audit: 1 }`; they win over the known ones. @default none */
  readonly levelMap?: LevelMap | undefined
  /** `'event'`: every record becomes a custom event whose name is the message. @default 'trace' */
  readonly recordsAs?: RecordsAs | undefined
  /** Fields of a record that may hold its error; the first that does counts. @default ['err', 'error', 'exception', 'cause'] */
  readonly errorKeys?: readonly string[] | undefined
}

export interface ResolvedLogOptions {
  readonly levelMap: LevelMap
  readonly recordsAs: RecordsAs
  readonly errorKeys: readonly string[]
}
