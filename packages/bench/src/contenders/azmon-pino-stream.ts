import { once } from 'node:events'
import { type AzureMonitorStreamOptions, azureMonitorStream, traceMixin } from '@azmon/pino'
import type { OpenContender } from '../contender'
import { logThroughPino } from './log-through-pino'
import { lostOf } from './lost'

/** Opens a contender that sends from the thread that logs. */
export function open(options: AzureMonitorStreamOptions, isTraced: boolean): OpenContender {
  const stream = azureMonitorStream(options)
  return {
    ...logThroughPino(stream, isTraced ? traceMixin() : undefined),
    close: async () => {
      stream.end()
      await once(stream, 'close')
    },
    reportedLost: () => lostOf(stream.stats()),
  }
}
