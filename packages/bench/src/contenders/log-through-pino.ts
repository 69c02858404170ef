import { once } from 'node:events'
import pino, { type DestinationStream } from 'pino'
import type { OpenContender } from '../contender'

/** A logger as pino makes it by itself. */
export function logThroughPino(to: DestinationStream): OpenContender['log'] {
  const logger = pino(to)
  return (message, properties) => logger.info(properties, message)
}

/** A worker holds nobody: without this the process would be over before the worker is. */
export async function endOf(transport: ReturnType<typeof pino.transport>): Promise<void> {
  const stay = setInterval(() => {}, 1_000)
  transport.end()
  await once(transport, 'close')
  clearInterval(stay)
}
