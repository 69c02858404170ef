import type { TelemetryData } from './contracts'
import type { Tags } from './tags'

/** One telemetry item before serialization, without the fields that the client adds (`ver`, `name`, `iKey`). */
export interface Envelope {
  /** The time of the event: ISO-8601 in UTC, ending in `Z`. */
  time: string
  /** Tags of this item. They override the tags of the client (role, version …). */
  tags?: Tags | undefined
  /** Percentage, set only if sampled: the service counts the item as 100 / sampleRate items. 0 drops it. */
  sampleRate?: number | undefined
  data: TelemetryData
}

/** Whether a value of an untyped adapter or processor can be sent. */
export function isEnvelope(value: Partial<Envelope> | undefined): value is Envelope {
  const { time, data } = value ?? {}
  return (
    typeof time === 'string' &&
    typeof data?.baseType === 'string' &&
    typeof data.baseData === 'object' &&
    data.baseData !== null
  )
}
