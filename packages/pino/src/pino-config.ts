import { setImmediate, setTimeout } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import { isFields } from '@azmon/core/adapter'

/** What pino tells its transports of itself. `nestedKey` and the name of the time are not part of it. */
export interface PinoConfig {
  readonly levels?: PinoLevels | undefined
  readonly messageKey?: string | undefined
  readonly errorKey?: string | undefined
}

export interface PinoLevels {
  readonly labels: Readonly<Record<number, string>>
  readonly values: Readonly<Record<string, number>>
}

/** pino's stream, or the port of its worker. */
interface MessageSource {
  on(event: 'message', listener: (message: unknown) => void): unknown
  off(event: 'message', listener: (message: unknown) => void): unknown
}

/** Calls `apply` with what pino says of itself: it emits a message on its stream, which a worker gets too. Returns how to stop. */
export function onPinoConfig(source: MessageSource, apply: (config: PinoConfig) => void): () => void {
  const onMessage = (message: unknown) => {
    if (isFields(message) && message['code'] === 'PINO_CONFIG' && isFields(message['config'])) apply(message['config'])
  }
  source.on('message', onMessage)
  return () => source.off('message', onMessage)
}

/**
 * Resolves with what pino says of itself through `port`. Of several targets in one worker the first to listen gets that
 * message; a target that loads later would wait forever, and with it the worker.
 */
export async function untilConfigured(port: MessagePort): Promise<PinoConfig> {
  const overdue = new AbortController()
  let config: PinoConfig = {}
  const stop = onPinoConfig(port, (told) => {
    config = told
    overdue.abort()
  })
  await setTimeout(MAX_WAIT_MS, undefined, { signal: overdue.signal }).catch(() => {})
  // If something has blocked the thread for so long, the message is there and not read yet: timers come first.
  await setImmediate()
  stop()
  return config
}

// --- helpers ---

/** pino sends it before the worker has started. */
const MAX_WAIT_MS = 1_000
