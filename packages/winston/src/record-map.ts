import { type Envelope, PlainWriter, type PreserializedTrace } from '@azmon/core'
import { PLACED } from './dimensions'
import type { LogInfo } from './log-info'
import type { MapContext } from './map-context'
import { mapInfo } from './map-info'
import type { Moment } from './moment'
import { writePlain } from './plain-record'

/** How the records of one logger become items. */
export type RecordMap = (info: LogInfo, moment: Moment, original: LogInfo) => Envelope | PreserializedTrace

/** Plain records are written at once if their client accepts that; all others are mapped. */
export function recordMap(context: MapContext, acceptsPreserialized: boolean): RecordMap {
  const writer = acceptsPreserialized ? plainWriter(context) : undefined
  return (info, moment, original) =>
    writePlain(writer, info, context, moment, original) ?? mapInfo(info, context, moment, original)
}

/** A stack is what is left of an error. */
export function plainWriter({ write }: MapContext): PlainWriter {
  return new PlainWriter(write, PLACED, ['stack'])
}
