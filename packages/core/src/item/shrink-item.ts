import type { TelemetryData } from '../envelope/contracts'
import { shrink } from '../envelope/shrink'
import { Item, type SerializedEnvelope } from './item'
import { PlainLines } from './text-store'

/** What is left of an item that an endpoint found too large: half of what the service takes. */
const SMALL_ITEM_BYTES = 32_768

/** The item again, with its longest texts cut; undefined where it is small already, so that nothing is shrunk twice. */
export function shrinkItem(item: SerializedEnvelope): SerializedEnvelope | undefined {
  if (item.bytes <= SMALL_ITEM_BYTES) return undefined
  const envelope = JSON.parse(item.json) as { readonly data: TelemetryData }
  let { json, bytes } = item
  while (bytes > SMALL_ITEM_BYTES) {
    if (!shrink(envelope.data, 1 - SMALL_ITEM_BYTES / bytes)) return undefined
    json = JSON.stringify(envelope)
    bytes = Buffer.byteLength(json)
  }
  const small = new Item({ lines: new PlainLines(Buffer.from(json)), from: 0, bytes }, item.severityLevel)
  small.sequence = item.sequence
  return small
}
