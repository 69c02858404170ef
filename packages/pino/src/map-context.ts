import { hostname } from 'node:os'
import {
  excludedFields,
  LevelReader,
  type LogContext,
  type PropertySerializer,
  TRACE_FIELDS,
} from '@azmon/core/adapter'
import type { PinoConfig } from './pino-config'
import { RequestErrors } from './request-errors'
import type { MappingOptions } from './stream-options'

/** The settings with which a line is mapped. */
export interface MapContext extends LogContext {
  readonly levels: LevelReader
  readonly messageKey: string
  readonly timeKey: string
  readonly nestedKey: string | undefined
  readonly errorKeys: readonly string[]
  readonly requestErrors: RequestErrors
  /** Fields that a logger writes into every record, before those of the log call. */
  readonly loggerKeys: ReadonlySet<string>
  /** Fields that do not become properties of a record in an operation. */
  readonly excluded: ReadonlySet<string>
  /** Fields that do not become properties of a record outside an operation. */
  readonly excludedWithoutOperation: ReadonlySet<string>
}

/** Returns the context for one logger, from the configuration that it has reported so far. */
export function mapContext(serializer: PropertySerializer, mapping: MappingOptions, config: PinoConfig): MapContext {
  const { levelMap, errorKeys, recordsAs, levelKey, timeKey, nestedKey, namesInstance } = mapping
  const { messageKey = 'msg', errorKey } = config
  const levels = new LevelReader(config.levels, levelMap, levelKey)
  const [usualLevelKey = 'level'] = levels.keys
  const excluded = [usualLevelKey, timeKey, ...BASE, messageKey, ...(nestedKey === undefined ? [] : [nestedKey])]
  return {
    serializer,
    levels,
    messageKey,
    timeKey,
    nestedKey,
    errorKeys: errorKey === undefined ? errorKeys : [errorKey, ...errorKeys],
    requestErrors: new RequestErrors(),
    recordsAs,
    ownHost: namesInstance ? undefined : hostname(),
    loggerKeys: new Set([...levels.keys, timeKey, ...BASE]),
    excluded: excludedFields(...excluded, ...TRACE_FIELDS),
    excludedWithoutOperation: excludedFields(...excluded),
  }
}

// --- helpers ---

/** The fields that pino writes into every record. */
const BASE = ['pid', 'hostname', 'name']
