import { once } from 'node:events'
import { createLogger, type Logger, type transport } from 'winston'
import type { OpenContender } from '../contender'

/** A logger as winston makes it by itself, level info and its json format, and ended as winston's documentation says. */
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
