import { isList, readField } from '@azmon/core/adapter'
import type { LogInfo } from './log-info'

/** Node's terms for the two kinds of uncaught errors. */
export type UncaughtOrigin = 'uncaughtException' | 'unhandledRejection'

/** Returns the origin if winston's own handlers created this record, which only they give all of these fields. */
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

/** Fields that winston adds to the record of an uncaught error. They repeat the error or are unrelated to it. */
export const UNCAUGHT_NOISE: readonly string[] = ['exception', 'rejection', 'stack', 'date', 'process', 'os', 'trace']
