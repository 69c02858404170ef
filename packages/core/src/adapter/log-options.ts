import { isFields } from '../envelope/fields'
import { SeverityLevel } from '../envelope/severity'
import { ConfigurationError } from '../errors'
import { arrayOf, kindOf, oneOf } from '../options/rules'

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

/** Where people put an error among the fields of a record. */
const ERROR_KEYS: readonly string[] = ['err', 'error', 'exception', 'cause']

/** @throws ConfigurationError if one of them cannot work. */
export function resolveLogOptions(options: LogOptions): ResolvedLogOptions {
  const { levelMap = {}, recordsAs = 'trace', errorKeys = ERROR_KEYS } = options
  checkLevelMap(levelMap)
  oneOf('trace', 'event')('recordsAs', recordsAs)
  arrayOf('strings', (key) => typeof key === 'string')('errorKeys', errorKeys)
  return { levelMap, recordsAs, errorKeys }
}

// --- helpers, in order of use ---

function checkLevelMap(levelMap: unknown): void {
  if (!isFields(levelMap)) {
    const cure = 'Use names and severities, such as { audit: 1 }.'
    throw new ConfigurationError('levelMap', `levelMap must be an object, got ${kindOf(levelMap)}. ${cure}`)
  }
  for (const [level, severity] of Object.entries(levelMap)) {
    if (SEVERITY_VALUES.includes(severity)) continue
    const got = typeof severity === 'number' ? severity : kindOf(severity)
    throw new ConfigurationError(
      'levelMap',
      `levelMap.${level} must be a severity from 0 (verbose) to 4 (critical), got ${got}.`,
    )
  }
}

const SEVERITY_VALUES: readonly unknown[] = Object.values(SeverityLevel)
