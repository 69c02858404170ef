import { once } from 'node:events'
import { createLogger, type Logger, type transport } from 'winston'
import type { OpenContender } from '../contender'

/** Creates a logger with winston's defaults (level info, JSON format), and ends it as winston's documentation recommends. */
export function logThrough(to: transport): Pick<OpenContender, 'log' | 'child' | 'close'> {
  const logger = createLogger({ transports: [to] })
  const through =
    (one: Logger): OpenContender['log'] =>
    ({ level, message, fields }) => {
      one[level](message, fields)
    }
  return {
    log: through(logger),
    child: (bound) => through(logger.child(bound)),
    close: () => {
      const finished = once(to, 'finish')
      logger.end()
      return finished
    },
  }
}
