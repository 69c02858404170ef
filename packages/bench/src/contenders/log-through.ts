import { once } from 'node:events'
import { createLogger, type transport } from 'winston'
import type { OpenContender } from '../contender'

/** A logger as winston makes it by itself, level info and its json format, and ended as winston's documentation says. */
export function logThrough(to: transport): Pick<OpenContender, 'log' | 'close'> {
  const logger = createLogger({ transports: [to] })
  return {
    log: (message, properties) => {
      logger.info(message, properties)
    },
    close: () => {
      const finished = once(to, 'finish')
      logger.end()
      return finished
    },
  }
}
