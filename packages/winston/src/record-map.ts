import type { Envelope } from '@azmon/core'
import { type LogMoment, PlainWriter, type PreserializedTrace } from '@azmon/core/adapter'
import type { LogInfo } from './log-info'
import type { MapContext } from './map-context'
import { mapInfo, PLACED } from './map-info'
import { writePlain } from './plain-record'

/** Turns a record of one logger into an item. */
export type RecordMap = (info: LogInfo, moment: LogMoment, original: LogInfo) => Envelope | PreserializedTrace

/** Returns a function that writes plain records directly if the client accepts that, and maps all others. */
export function recordMap(context: MapContext, acceptsPreserialized: boolean): RecordMap {
  const writer = acceptsPreserialized ? plainWriter(context) : undefined
  return (info, moment, original) =>
    writePlain(writer, info, context, moment, original) ?? mapInfo(info, context, moment, original)
}

/** Returns a writer that rejects records with a `stack`, because it may belong to an error that was copied into the record. */
export function plainWriter({ serializer }: MapContext): PlainWriter {
  return new PlainWriter(serializer, PLACED, ['stack'])
}
