import type { AttributeReader } from './attribute'
import { defaultPortsOf } from './default-ports'
import { PEER_ADDRESS, takeHost } from './url'

export const MESSAGING_SYSTEM = ['messaging.system.name', 'messaging.system'] as const

/** The queue or topic. Azure's SDKs of before 2022 name it `message_bus.destination`. */
export const DESTINATION = [
  'messaging.destination.name',
  'messaging.destination',
  'messaging.source.name',
  'messaging.destination_publish.name',
  'message_bus.destination',
] as const

/** Takes `host/queue`, or only the part that is known. */
export function takeQueue(read: AttributeReader, system = ''): string | undefined {
  const host = takeHost(read, PEER_ADDRESS, defaultPortsOf(system))
  const queue = read.take(...DESTINATION)
  return host === undefined || queue === undefined ? (host ?? queue) : `${host}/${queue}`
}
