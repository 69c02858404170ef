import pino, { type DestinationStream } from 'pino'
import type { OpenContender } from '../contender'

/** A logger as pino makes it by itself. */
export function logThroughPino(to: DestinationStream): OpenContender['log'] {
  const logger = pino(to)
  return (message, properties) => logger.info(properties, message)
}
