import { type Envelope, exceptionData, isoTime, type Properties, SeverityLevel, type TelemetryData } from '@azmon/core'
import { type Gathered, gather } from './arguments'
import { type Dimensions, dimensionsOf } from './dimensions'
import { type FoundError, findError, textBefore } from './find-error'
import { severityOf } from './levels'
import { type LogInfo, levelOf, read } from './log-info'
import type { MapContext } from './map-context'
import type { Moment } from './moment'
import { recordTime } from './record-time'

/**
 * winston's record -> one envelope: an event where it is marked as one, an exception where it holds an error, else a
 * trace. Pure: same record, same envelope.
 */
export function mapInfo(info: LogInfo, context: MapContext, moment: Moment): Envelope {
  const { write } = context
  const gathered = gather(info)
  const { record } = gathered
  const found = findError(gathered, context.errorKeys)
  const dimensions = dimensionsOf(gathered, found, context)
  const timestamp = read(record, 'timestamp')
  const time = recordTime(timestamp, moment.timeMs)
  if (time === undefined) write.add(dimensions.properties, 'timestamp', timestamp)

  const data =
    found === undefined ? textData(gathered, dimensions, context) : errorData(record, found, dimensions, context)
  const envelope: Envelope = { time: time ?? isoTime(moment.timeMs), data }
  if (moment.tags !== undefined) envelope.tags = { ...moment.tags }
  return envelope
}

// --- helpers, in order of use ---

function textData(
  { record, meta }: Gathered,
  dimensions: Dimensions,
  { write, recordsAs, severities }: MapContext,
): TelemetryData {
  const text = write.text(read(record, 'message'))
  const event = markedEvent(record)
  if (event !== undefined) {
    keepText(dimensions.properties, text, event)
    return { baseType: 'EventData', baseData: { name: event, ...dimensions } }
  }
  const message = parted(text, meta, dimensions.properties)
  if (recordsAs === 'event') return { baseType: 'EventData', baseData: { name: message, ...dimensions } }
  const severityLevel = severityOf(write.text(levelOf(record)), severities)
  return { baseType: 'MessageData', baseData: { message, severityLevel, ...dimensions } }
}

function errorData(
  record: LogInfo,
  { error, key, uncaught }: FoundError,
  dimensions: Dimensions,
  { write, recordsAs, severities }: MapContext,
): TelemetryData {
  const message = read(record, 'message')
  const text = uncaught !== undefined || message === error ? '' : textBefore(error, record, write.text(message))
  const event = markedEvent(record) ?? (recordsAs === 'event' ? text || errorText(error) : undefined)
  keepText(dimensions.properties, text, event)
  if (event !== undefined) {
    write.add(dimensions.properties, key ?? 'error', error)
    return { baseType: 'EventData', baseData: { name: event, ...dimensions } }
  }
  const severityLevel =
    uncaught === undefined ? severityOf(write.text(levelOf(record)), severities) : SeverityLevel.Critical
  return { baseType: 'ExceptionData', baseData: { ...exceptionData(error), severityLevel, ...dimensions } }
}

/** `customEvent` in the meta. */
function markedEvent(record: LogInfo): string | undefined {
  const name = read(record, 'customEvent')
  return typeof name === 'string' && name !== '' ? name : undefined
}

function keepText(properties: Properties, text: string, event: string | undefined): void {
  if (text !== '' && text !== event) properties['message'] = text
}

/** winston puts the `message` of an object that follows the log text behind the text: here they are two again. */
function parted(text: string, meta: Gathered['meta'], properties: Properties): string {
  const behind = meta === undefined ? undefined : read(meta, 'message')
  if (typeof behind !== 'string' || behind === '' || !text.endsWith(` ${behind}`)) return text
  properties['message'] = behind
  return text.slice(0, -(behind.length + 1))
}

function errorText(error: unknown): string {
  const message = read(Object(error), 'message')
  return typeof message === 'string' ? message : ''
}
