import { AzureMonitorTransport, type AzureMonitorTransportOptions } from '@azmon/winston'
import type { OpenContender } from '../contender'
import { logThrough } from './log-through'
import { lostOf } from './lost'

export function open(options: AzureMonitorTransportOptions): OpenContender {
  const transport = new AzureMonitorTransport(options)
  return {
    log: logThrough(transport),
    close: () => transport.flush(),
    reportedLost: () => lostOf(transport.stats()),
  }
}
