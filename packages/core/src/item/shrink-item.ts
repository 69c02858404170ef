import type { TelemetryData } from '../envelope/contracts'
import { shrink } from '../envelope/shrink'
import { Item, type SerializedEnvelope } from './item'
import { BufferStore } from './text-store'

/** Half of the service's limit for an item, because an endpoint that rejects larger items has a lower limit. */
const SMALL_ITEM_BYTES = 32_768

/**
 * Returns a copy of the item with its longest strings truncated. Returns undefined if the item is already small, so an item
 * is shrunk only once.
 */
export function shrinkItem(item: SerializedEnvelope): SerializedEnvelope | undefined {
  if (item.bytes <= SMALL_ITEM_BYTES) return undefined
  const envelope = JSON.parse(item.json) as { readonly data: TelemetryData }
  let { json, bytes } = item
  while (bytes > SMALL_ITEM_BYTES) {
    if (!shrink(envelope.data, 1 - SMALL_ITEM_BYTES / bytes)) return undefined
    json = JSON.stringify(envelope)
    bytes = Buffer.byteLength(json)
  }
  const small = new Item({ store: new BufferStore(Buffer.from(json)), from: 0, bytes }, item.severityLevel)
  small.sequence = item.sequence
  return small
}
