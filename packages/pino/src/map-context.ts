import { hostname } from 'node:os'
import { type LogContext, type PropertySerializer, placedFields, TRACE_FIELDS } from '@azmon/core/adapter'
import { DEFAULT_LEVELS, Levels } from './levels'
import type { PinoConfig } from './pino-config'
import type { MappingOptions } from './stream-options'

/** What mapping needs to know besides the line. */
export interface MapContext extends LogContext {
  readonly levels: Levels
  readonly messageKey: string
  readonly timeKey: string
  readonly nestedKey: string | undefined
  readonly errorKeys: readonly string[]
  /** Fields that a logger writes into every record, before those of the log call. */
  readonly loggerKeys: ReadonlySet<string>
  /** Fields of a record in an operation that are not properties. */
  readonly placed: ReadonlySet<string>
  /** The same for a record outside of any operation. */
  readonly placedWithoutOperation: ReadonlySet<string>
}

/** Returns the context for one logger, as far as it has described itself. */
export function mapContext(serializer: PropertySerializer, mapping: MappingOptions, config: PinoConfig): MapContext {
  const { levelMap, errorKeys, recordsAs, timeKey, nestedKey, namesInstance } = mapping
  const { levels = DEFAULT_LEVELS, messageKey = 'msg', errorKey } = config
  const loggerKeys = ['level', timeKey, ...BASE]
  const placed = [...loggerKeys, messageKey, ...(nestedKey === undefined ? [] : [nestedKey])]
  return {
    serializer,
    levels: new Levels(levels, levelMap),
    messageKey,
    timeKey,
    nestedKey,
    errorKeys: errorKey === undefined ? errorKeys : [errorKey, ...errorKeys],
    recordsAs,
    ownHost: namesInstance ? undefined : hostname(),
    loggerKeys: new Set([...loggerKeys, 'severity']),
    placed: placedFields(...placed, ...TRACE_FIELDS),
    placedWithoutOperation: placedFields(...placed),
  }
}

// --- helpers ---

/** What pino writes into every record. */
const BASE = ['pid', 'hostname', 'name']
