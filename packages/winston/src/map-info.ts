import type { Envelope } from '@azmon/core'
import { type LogMoment, logEnvelope, readField } from '@azmon/core/adapter'
import { errorOf, isAppended } from './find-error'
import { LEVEL, type LogInfo, levelOf } from './log-info'
import { EXCLUDED, type MapContext } from './map-context'
import { type ReadRecord, readRecord } from './read-record'

/** Maps a winston record to an envelope. `original` is the record before the transport's own format. */
export function mapInfo(info: LogInfo, context: MapContext, moment: LogMoment, original = info): Envelope {
  const record = readRecord(info, original, context)
  const { fields, message, meta = {}, nameless } = record
  const error = errorOf(record, context)
  const isError = error !== undefined && [error.value, readField(Object(error.value), 'stack')].includes(message)
  const text = context.serializer.text(isError ? '' : message)
  const beforeError =
    error && isAppended(error, record) ? withoutEnd(text, readField(Object(error.value), 'message')) : text
  const own = readField(meta, 'message')
  const logged = withoutEnd(beforeError, own)
  return logEnvelope(
    {
      fields,
      excluded: EXCLUDED,
      more: { message: logged === beforeError ? undefined : own, splat: nameless.length === 0 ? undefined : nameless },
      text: message === undefined ? undefined : logged,
      level: levelNamed(record),
      severityLevel: context.severityOf(levelOf(original) ?? levelOf(info)),
      logger: context.logger ?? readField(fields, 'label'),
      time: readField(fields, 'timestamp'),
      nowMs: moment.timeMs,
      error,
    },
    moment.operation,
    context,
  )
}

// --- helpers, in order of use ---

/** Returns the text without a message that winston has appended to it. */
function withoutEnd(text: string, message: unknown): string {
  // The application may have set an object as the message, and converting it to a string may throw.
  const isEnd = typeof message === 'string' && message !== '' && text.endsWith(` ${message}`)
  return isEnd ? text.slice(0, -message.length - 1) : text
}

/**
 * Returns the `level` of the object after the message, which winston has overwritten, else the level of the record. The object
 * may itself be a winston record; its level is then winston's and is ignored.
 */
function levelNamed({ info, original, meta }: ReadRecord): unknown {
  const own = meta === undefined || LEVEL in meta ? undefined : readField(meta, 'level')
  return own ?? levelOf(original) ?? levelOf(info)
}
