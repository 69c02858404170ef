import type { TelemetryData } from './contracts'
import type { Tags } from './tags'

/** A telemetry item before serialization, without the fields that the client adds (`ver`, `name`, `iKey`). */
export interface Envelope {
  /** The time of the event in ISO-8601 format and UTC, ending in `Z`. */
  time: string
  /** The tags of this item. They override the client's tags, such as role and version. */
  tags?: Tags | undefined
  /** A percentage, set only if the item is sampled. The service counts the item as 100 / sampleRate items. 0 drops it. */
  sampleRate?: number | undefined
  data: TelemetryData
}

/** Returns whether a value from a JavaScript adapter or processor can be sent. */
export function isEnvelope(value: Partial<Envelope> | undefined): value is Envelope {
  const { time, data } = value ?? {}
  return (
    typeof time === 'string' &&
    typeof data?.baseType === 'string' &&
    typeof data.baseData === 'object' &&
    data.baseData !== null
  )
}
