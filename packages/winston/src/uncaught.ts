import { isList, readField } from '@azmon/core/adapter'
import type { LogInfo } from './log-info'

/** Node's words for how an error went uncaught. */
export type UncaughtOrigin = 'uncaughtException' | 'unhandledRejection'

/** Returns the origin if winston's own handlers made this record: only they combine these fields. */
export function uncaughtOrigin(info: LogInfo): UncaughtOrigin | undefined {
  const origin =
    readField(info, 'exception') === true
      ? 'uncaughtException'
      : readField(info, 'rejection') === true
        ? 'unhandledRejection'
        : undefined
  return origin !== undefined && isList(readField(info, 'trace')) && readField(info, 'os') !== undefined
    ? origin
    : undefined
}

/** Fields that winston adds to such a record. They repeat the error, or are not about it. */
export const UNCAUGHT_NOISE: readonly string[] = ['exception', 'rejection', 'stack', 'date', 'process', 'os', 'trace']
