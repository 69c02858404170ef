import { isError, readField } from '@azmon/core/adapter'
import { type LogInfo, levelOf, MESSAGE } from './log-info'
import { type TerminalFormats, withoutColours } from './terminal-formats'

/**
 * Returns the message as it was logged, without the colours and padding of formats for the terminal. A format may have moved it
 * away: it is then taken from the record before the transport's own format, or from the line that the format made.
 */
export function loggedMessage(info: LogInfo, formats: TerminalFormats, original: LogInfo = info): unknown {
  const message = ownMessage(info) ?? ownMessage(original) ?? printedMessage(info) ?? readField(info, 'message')
  if (typeof message !== 'string') return message
  const logged = formats.undo(message, levelOf(original))
  return logged === 'undefined' && logged !== message ? undefined : logged
}

// --- helpers, in order of use ---

/** An Error whose message a format has deleted inherits an empty one. */
function ownMessage(info: LogInfo): unknown {
  const message = readField(info, 'message')
  return message === '' && isError(info) ? undefined : message
}

/** Returns the message in the line that `format.logstash()` or another format has made of the record. */
export function printedMessage(info: LogInfo): unknown {
  const printed = readField(info, MESSAGE)
  const line = typeof printed === 'string' ? withoutColours(printed).trimStart() : ''
  // A format that finds no message may print `undefined`.
  if (!line.startsWith('{')) return line === '' || line.includes('undefined') ? undefined : line
  try {
    const record = JSON.parse(line)
    return record['@message'] ?? record['message']
  } catch {
    return undefined
  }
}
