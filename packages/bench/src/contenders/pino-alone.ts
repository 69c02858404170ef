import { devNull } from 'node:os'
import pino from 'pino'
import type { OpenContender } from '../contender'
import { endOf, logThroughPino, spanMixin } from './log-through-pino'

export function open(isTraced: boolean): OpenContender {
  const transport = pino.transport({ target: 'pino/file', options: { destination: devNull } })
  return {
    ...logThroughPino(transport, isTraced ? spanMixin : undefined),
    close: () => endOf(transport),
  }
}
