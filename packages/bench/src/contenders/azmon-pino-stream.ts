import { once } from 'node:events'
import { type AzureMonitorStreamOptions, azureMonitorStream } from '@azmon/pino'
import type { OpenContender } from '../contender'
import { logThroughPino } from './log-through-pino'
import { lostOf } from './lost'

/** On the thread that logs. */
export function open(options: AzureMonitorStreamOptions): OpenContender {
  const stream = azureMonitorStream(options)
  return {
    log: logThroughPino(stream),
    close: async () => {
      stream.end()
      await once(stream, 'close')
    },
    reportedLost: () => lostOf(stream.stats()),
  }
}
