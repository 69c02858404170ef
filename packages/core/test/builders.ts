import type { Batch } from '../src/batch/batch'
import type { SeverityLevel } from '../src/envelope/severity'
import type { SerializedEnvelope } from '../src/item/item'
import { EnvelopeSerializer } from '../src/item/serialize'
import type { DeliveryOptions } from '../src/options/resolve'
import { resolveOptions } from '../src/options/resolve'
import type { TelemetryClientOptions } from '../src/options/telemetry-client-options'

const serializer = new EnvelopeSerializer('11111111-2222-4333-8444-555555555555', {})

/** An item as it waits in a pipeline; information unless told otherwise. */
export function anItem(
  message = 'an item',
  severityLevel: SeverityLevel = 1,
  time = '2026-01-02T03:04:05.678Z',
): SerializedEnvelope {
  const serialized = serializer.serialize({
    time,
    data: { baseType: 'MessageData', baseData: { message, severityLevel } },
  })
  if (serialized.kind !== 'serialized') throw new Error(serialized.kind)
  return serialized.item
}

/** An item of about so many bytes. */
export function anItemOf(bytes: number, severityLevel: SeverityLevel = 1): SerializedEnvelope {
  const bytesBeside = anItem('x', severityLevel).bytes - 1
  return anItem('x'.repeat(bytes - bytesBeside), severityLevel)
}

export function aBatch(...messages: readonly string[]): Batch {
  return { items: messages.map((message) => anItem(message)) }
}

export function messagesOf(items: readonly SerializedEnvelope[]): readonly string[] {
  return items.map((item) => JSON.parse(item.json).data.baseData.message)
}

export function deliveryOptions(options: TelemetryClientOptions = {}): DeliveryOptions {
  return resolveOptions(options, {}).delivery
}
