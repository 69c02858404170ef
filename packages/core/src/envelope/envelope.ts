import type { TelemetryData } from './contracts'
import type { Tags } from './tags'

/** One telemetry item before serialisation. What the client adds on the wire (`ver`, `name`, `iKey`) is not in it. */
export interface Envelope {
  /** When it happened: ISO-8601 in UTC, ending in `Z`. */
  time: string
  /** Tags of this item alone; the client's own (role, version …) stand under them. */
  tags?: Tags | undefined
  /** Percentage, only when sampled: the service counts the item as 100 / sampleRate. 0 leaves it out. */
  sampleRate?: number | undefined
  data: TelemetryData
}

/** Whether an adapter or a processor without types has made something that can be sent. */
export function isEnvelope(value: Partial<Envelope> | undefined): value is Envelope {
  const { time, data } = value ?? {}
  return (
    typeof time === 'string' &&
    typeof data?.baseType === 'string' &&
    typeof data.baseData === 'object' &&
    data.baseData !== null
  )
}
