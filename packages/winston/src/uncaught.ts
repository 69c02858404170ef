import { isList, readField } from '@azmon/core/adapter'
import type { LogInfo } from './log-info'
import { printedMessage } from './logged-message'

/** Returns the origin with which winston begins the message of an uncaught error. A format may have put a label before it. */
export function uncaughtOrigin(info: LogInfo): string | undefined {
  const message = readField(info, 'message') ?? printedMessage(info)
  return typeof message === 'string' ? ORIGIN.exec(message.slice(0, MAX_ORIGIN))?.[1] : undefined
}

/**
 * Whether the fields are those with which winston describes an uncaught error. express-winston describes the errors that it gets
 * from Express in the same way.
 */
export function isErrorInfo(fields: object): boolean {
  if (readField(fields, 'exception') !== true && readField(fields, 'rejection') !== true) return false
  // A format may have removed some of the fields.
  const [trace, os, error] = ['trace', 'os', 'error'].map((name) => readField(fields, name))
  return isList(trace) || (os !== undefined && error !== undefined)
}

/** Fields that winston adds to the error. They repeat the error or are unrelated to it. */
export const ERROR_INFO: readonly string[] = ['exception', 'rejection', 'stack', 'date', 'process', 'os', 'trace']

// --- helpers, in order of use ---

const MAX_ORIGIN = 1_024
const ORIGIN = /\b(uncaughtException|unhandledRejection): /
