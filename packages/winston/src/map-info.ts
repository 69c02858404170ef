import {
  customEvent,
  type Envelope,
  isoTime,
  logData,
  type Properties,
  type PropertySerializer,
  readField,
  SeverityLevel,
  withFateOf,
} from '@azmon/core'
import { type Gathered, gather } from './arguments'
import { dimensionsOf } from './dimensions'
import { type FoundError, findError, textBefore } from './find-error'
import { severityOf } from './levels'
import { type LogInfo, levelOf } from './log-info'
import type { MapContext } from './map-context'
import type { Moment } from './moment'
import { recordTime } from './record-time'

/**
 * winston's record -> one envelope: an event where it is marked as one, an exception where it holds an error, else a
 * trace. Pure: same record, same envelope. `original` is the record before the transport's own format.
 */
export function mapInfo(info: LogInfo, context: MapContext, moment: Moment, original = info): Envelope {
  const { write, recordsAs, severities } = context
  const gathered = gather(info, original)
  const { record } = gathered
  const found = findError(gathered, context.errorKeys)
  const dimensions = dimensionsOf(gathered, found, context)
  const { properties = {} } = dimensions
  const timestamp = readField(record, 'timestamp')
  const time = recordTime(timestamp, moment.timeMs)
  if (time === undefined) write.add(properties, 'timestamp', timestamp)

  const event = customEvent(record)
  // A format on the transport may have removed the message, as format.logstash() does.
  const message = readField(record, 'message') ?? readField(original, 'message')
  const text = found === undefined ? write.text(message) : textBeside(found, message, record, write)
  const data = logData(
    {
      text: found === undefined && event === undefined ? parted(text, gathered.meta, properties) : text,
      severityLevel:
        found?.uncaught === undefined ? severityOf(write.text(levelOf(record)), severities) : SeverityLevel.Critical,
      event,
      error: found && { value: found.error, key: found.key ?? 'error' },
      dimensions,
    },
    recordsAs,
    write,
  )
  const envelope: Envelope = { time: time ?? isoTime(moment.timeMs), data }
  if (moment.operation === undefined) return envelope
  envelope.tags = { ...moment.operation.tags }
  return withFateOf(moment.operation.sampleRate, envelope)
}

// --- helpers, in order of use ---

/** What was logged beside the error. */
function textBeside(
  { error, uncaught }: FoundError,
  message: unknown,
  record: LogInfo,
  write: PropertySerializer,
): string {
  return uncaught !== undefined || message === error ? '' : textBefore(error, record, write.text(message))
}

/** winston puts the `message` of an object that follows the log text behind the text: here they are two again. */
function parted(text: string, meta: Gathered['meta'], properties: Properties): string {
  const behind = meta === undefined ? undefined : readField(meta, 'message')
  if (typeof behind !== 'string' || behind === '' || !text.endsWith(` ${behind}`)) return text
  properties['message'] = behind
  return text.slice(0, -(behind.length + 1))
}
