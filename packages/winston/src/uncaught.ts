import { isList, readField } from '@azmon/core'
import type { LogInfo } from './log-info'

/** Node's words for how an error went uncaught. */
export type UncaughtOrigin = 'uncaughtException' | 'unhandledRejection'

/** Whether winston's own handlers have made this record, by what only they put together. */
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

/** What winston adds to such a record: the error says it better, or it says nothing about it. */
export const UNCAUGHT_NOISE: readonly string[] = ['exception', 'rejection', 'stack', 'date', 'process', 'os', 'trace']
