import { hostname } from 'node:os'
import { CUSTOM_FIELDS, type PropertySerializer, type RecordsAs, TRACE_FIELDS } from '@azmon/core'
import { DEFAULT_LEVELS, Levels } from './levels'
import type { PinoConfig } from './pino-config'
import type { MappingOptions } from './stream-options'

/** What mapping has to know beside the line. */
export interface MapContext {
  readonly write: PropertySerializer
  readonly levels: Levels
  readonly messageKey: string
  readonly timeKey: string
  readonly nestedKey: string | undefined
  readonly errorKeys: readonly string[]
  readonly recordsAs: RecordsAs
  /** Records of any other host name their role instance themselves; undefined where it is configured for all. */
  readonly ownHost: string | undefined
  /** Fields that a logger writes into every record, before those of the log call. */
  readonly loggerKeys: ReadonlySet<string>
  /** Fields of a record that have places of their own. */
  readonly placed: ReadonlySet<string>
}

/** For one logger, as far as it has told of itself. */
export function mapContext(write: PropertySerializer, mapping: MappingOptions, config: PinoConfig): MapContext {
  const { levelMap, errorKeys, recordsAs, timeKey, nestedKey, namesInstance } = mapping
  const { levels = DEFAULT_LEVELS, messageKey = 'msg', errorKey } = config
  const nested = nestedKey === undefined ? [] : [nestedKey]
  const loggerKeys = ['level', timeKey, ...BASE]
  return {
    write,
    levels: new Levels(levels, levelMap),
    messageKey,
    timeKey,
    nestedKey,
    errorKeys: errorKey === undefined ? errorKeys : [errorKey, ...errorKeys],
    recordsAs,
    ownHost: namesInstance ? undefined : hostname(),
    loggerKeys: new Set([...loggerKeys, 'severity']),
    placed: new Set([...loggerKeys, messageKey, ...nested, ...PLACED_FIELDS]),
  }
}

/** Those of them that a log call may give. */
export const PLACED_FIELDS: ReadonlySet<string> = new Set([...CUSTOM_FIELDS, ...TRACE_FIELDS])

// --- helpers ---

/** What pino writes into every record. */
const BASE = ['pid', 'hostname', 'name']
