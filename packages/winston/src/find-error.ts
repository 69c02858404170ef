import { isError } from '@azmon/core'
import { type LogInfo, SPLAT } from './log-info'

export interface FoundError {
  readonly error: Error
  /** Keys of the record that only repeat the error. */
  readonly repeats: readonly string[]
}

/** Where people put an error among the meta. */
const ERROR_KEYS = ['err', 'error', 'exception', 'cause']

/** The error a record is about: the record itself, its message, an argument after the message, or one in its meta. */
export function findError(info: LogInfo): FoundError | undefined {
  if (isError(info)) return { error: info, repeats: ['message', 'stack'] }
  if (isError(info.message)) return { error: info.message, repeats: [] }
  const argument = splatOf(info).find(isError)
  // winston copies stack and cause of an error that follows the message into the record.
  if (argument !== undefined) return { error: argument, repeats: ['stack', 'cause'] }
  for (const key of ERROR_KEYS) {
    const value = info[key]
    if (isError(value)) return { error: value, repeats: [key] }
  }
  return undefined
}

/** The log text: winston has put the message of a following error behind it. */
export function textBefore(error: Error, info: LogInfo, message: string): string {
  const added = ` ${error.message}`
  return splatOf(info).includes(error) && message.endsWith(added) ? message.slice(0, -added.length) : message
}

function splatOf(info: LogInfo): readonly unknown[] {
  const splat = info[SPLAT]
  return Array.isArray(splat) ? splat : []
}
