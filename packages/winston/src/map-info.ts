import { type Envelope, SeverityLevel } from '@azmon/core'
import { type LogMoment, logEnvelope, readField } from '@azmon/core/adapter'
import { errorOf, textBefore } from './find-error'
import { LEVEL, type LogInfo, levelOf } from './log-info'
import { type MapContext, PLACED } from './map-context'
import { type ReadRecord, readRecord } from './read-record'

/** Maps a winston record to an envelope. `original` is the record before the transport's own format. */
export function mapInfo(info: LogInfo, context: MapContext, moment: LogMoment, original = info): Envelope {
  const record = readRecord(info, original, context)
  const { fields, message, nameless } = record
  const error = errorOf(record, context)
  const text = context.serializer.text(message === error?.value ? '' : message)
  const logged = error === undefined ? text : textBefore(error, record, text)
  const behind = messageBehind(logged, record)
  return logEnvelope(
    {
      fields,
      placed: PLACED,
      more: { message: behind, splat: nameless.length === 0 ? undefined : nameless },
      text: message === undefined ? undefined : withoutEnd(logged, behind),
      level: levelNamed(record),
      severityLevel: severityOf(levelOf(original) ?? levelOf(info), context),
      logger: loggerNamed(fields, context),
      time: readField(fields, 'timestamp'),
      nowMs: moment.timeMs,
      error,
    },
    moment.operation,
    context,
  )
}

/** Returns the severity of a level; Information for a level that the logger does not have, so that its records are visible. */
export function severityOf(level: unknown, { severities }: MapContext): SeverityLevel {
  return (typeof level === 'string' ? severities(level) : undefined) ?? SeverityLevel.Information
}

export function loggerNamed(record: LogInfo, { logger }: MapContext): unknown {
  return logger ?? readField(record, 'label')
}

// --- helpers, in order of use ---

/** Returns the `message` of the object after the log text, if winston has appended it to that text. */
function messageBehind(text: string, { passed }: ReadRecord): string | undefined {
  const behind = passed === undefined ? undefined : readField(passed, 'message')
  return typeof behind === 'string' && behind !== '' && text.endsWith(` ${behind}`) ? behind : undefined
}

function withoutEnd(text: string, end: string | undefined): string {
  return end === undefined ? text : text.slice(0, -end.length - 1)
}

/**
 * Returns the `level` of the object after the message, which winston has overwritten, else the level of the record. The object
 * may itself be a winston record; its level is then winston's and is ignored.
 */
function levelNamed({ info, original, passed }: ReadRecord): unknown {
  const own = passed === undefined || LEVEL in passed ? undefined : readField(passed, 'level')
  return own ?? levelOf(original) ?? levelOf(info)
}
