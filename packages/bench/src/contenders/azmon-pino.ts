import type { Stats } from '@azmon/core'
import type { AzureMonitorTargetOptions } from '@azmon/pino'
import pino from 'pino'
import type { OpenContender } from '../contender'
import { endOf, logThroughPino } from './log-through-pino'
import { lostOf } from './lost'

/** In pino's worker; nothing of ours is loaded on this thread. */
export function open(options: AzureMonitorTargetOptions): OpenContender {
  const transport = pino.transport({ target: '@azmon/pino', options })
  let stats: Stats | undefined
  transport.on('azmon:stats', (told: Stats) => {
    stats = told
  })
  return {
    log: logThroughPino(transport),
    close: () => endOf(transport),
    reportedLost: () => stats && lostOf(stats),
  }
}
