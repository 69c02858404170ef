import type { Stats } from '@azmon/core'
import type { AzureMonitorTargetOptions } from '@azmon/pino'
import pino from 'pino'
import type { OpenContender } from '../contender'
import { endOf, logThroughPino } from './log-through-pino'
import { lostOf } from './lost'

/**
 * Opens a contender that runs in pino's worker. The main thread loads none of our code except the mixin, if spans are active.
 */
export async function open(options: AzureMonitorTargetOptions, isTraced: boolean): Promise<OpenContender> {
  const transport = pino.transport({ target: '@azmon/pino', options })
  let stats: Stats | undefined
  transport.on('azmon:stats', (told: Stats) => {
    stats = told
  })
  return {
    ...logThroughPino(transport, isTraced ? (await import('@azmon/pino')).traceMixin() : undefined),
    close: () => endOf(transport),
    reportedLost: () => stats && lostOf(stats),
  }
}
