import { AzureMonitorTransport, type AzureMonitorTransportOptions } from '@azmon/winston'
import type { OpenContender } from '../contender'
import { logThrough } from './log-through'

export function open(options: AzureMonitorTransportOptions): OpenContender {
  const transport = new AzureMonitorTransport(options)
  return {
    log: logThrough(transport),
    close: () => transport.flush(),
    reportedLost: () => {
      // What a process that is over has not sent, it never will.
      const { dropped, queued, inFlight } = transport.stats()
      return dropped + queued + inFlight
    },
  }
}
