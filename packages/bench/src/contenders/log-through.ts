import { createLogger, type transport } from 'winston'
import type { OpenContender } from '../contender'

/** A logger as winston makes it by itself: level info, its json format. */
export function logThrough(to: transport): OpenContender['log'] {
  const logger = createLogger({ transports: [to] })
  return (message, properties) => {
    logger.info(message, properties)
  }
}
