import { AzureMonitorTransport, type AzureMonitorTransportOptions } from '@azmon/winston'
import type { OpenContender } from '../contender'
import { logThrough } from './log-through'
import { lostOf } from './lost'

export function open(options: AzureMonitorTransportOptions): OpenContender {
  const transport = new AzureMonitorTransport(options)
  return {
    ...logThrough(transport),
    reportedLost: () => lostOf(transport.stats()),
  }
}
