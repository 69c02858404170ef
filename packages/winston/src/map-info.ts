import type { Envelope } from '@azmon/core'
import { SeverityLevel } from '@azmon/core'
import { isError, type LogMoment, logEnvelope, placedFields, readField } from '@azmon/core/adapter'
import { type Gathered, gather } from './arguments'
import { errorOf, type RecordError, textBefore } from './find-error'
import { severityOf } from './levels'
import { LEVEL, type LogInfo, levelOf } from './log-info'
import type { MapContext } from './map-context'
import { UNCAUGHT_NOISE } from './uncaught'

/** Maps a winston record to an envelope. `original` is the record before the transport's own format. Pure. */
export function mapInfo(info: LogInfo, context: MapContext, moment: LogMoment, original = info): Envelope {
  const gathered = gather(info, original)
  const { record, meta, nameless } = gathered
  const error = errorOf(gathered, context.errorKeys)
  // A format on the transport may have removed the message, as format.logstash() does.
  const message = readField(record, 'message') ?? readField(original, 'message')
  const text = context.serializer.text(message === error?.value ? '' : message)
  const logged = error === undefined ? text : textBefore(error.value, record, text)
  const behind = messageBehind(logged, meta)
  const level = context.serializer.text(levelOf(record))
  return logEnvelope(
    {
      fields: record,
      placed: error === undefined ? PLACED : placedOf(record, error),
      more: {
        uncaught: error?.uncaught,
        message: behind,
        splat: nameless.length === 0 ? undefined : nameless,
      },
      text: error?.uncaught !== undefined ? '' : behind === undefined ? logged : logged.slice(0, -behind.length - 1),
      level: levelNamed(gathered),
      severityLevel: error?.uncaught === undefined ? severityOf(level, context.severities) : SeverityLevel.Critical,
      logger: loggerNamed(record, context),
      time: readField(record, 'timestamp'),
      nowMs: moment.timeMs,
      error,
    },
    moment.operation,
    context,
  )
}

export function loggerNamed(record: LogInfo, { logger }: MapContext): unknown {
  return logger ?? readField(record, 'label')
}

/** Fields that are passed to `logEnvelope` separately. */
export const PLACED: ReadonlySet<string> = placedFields('level', 'message', 'timestamp')

// --- helpers, in order of use ---

/** Returns the `message` of the object after the log text, if winston has appended it to that text. */
function messageBehind(text: string, meta: Gathered['meta']): string | undefined {
  const behind = meta === undefined ? undefined : readField(meta, 'message')
  return typeof behind === 'string' && behind !== '' && text.endsWith(` ${behind}`) ? behind : undefined
}

/**
 * Returns the `level` of the object after the message, which winston has overwritten, else the level of the record. The object
 * may itself be a winston record; its level is then winston's and is ignored.
 */
function levelNamed({ record, meta }: Gathered): unknown {
  const own = meta === undefined || LEVEL in meta ? undefined : readField(meta, 'level')
  return own ?? levelOf(record)
}

/** Also excludes the fields that winston copies from the error into the record. A cause that is not an error stays a property. */
function placedOf(record: LogInfo, { value, uncaught }: RecordError): ReadonlySet<string> {
  const placed = new Set(PLACED)
  if (uncaught !== undefined) for (const noise of UNCAUGHT_NOISE) placed.add(noise)
  const isCopy = (field: string) => readField(record, field) === readField(Object(value), field)
  for (const field of ['name', 'stack']) if (isCopy(field)) placed.add(field)
  if (isCopy('cause') && isError(readField(record, 'cause'))) placed.add('cause')
  return placed
}
