import { setImmediate, setTimeout } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import { isFields } from '@azmon/core/adapter'

/** What pino reports about itself to its transports. `nestedKey` and the name of the time are not part of it. */
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

/** Calls `apply` when pino describes itself: it emits a message on its stream, and posts it to a worker. Returns how to stop. */
export function onPinoConfig(source: MessageSource, apply: (config: PinoConfig) => void): () => void {
  const onMessage = (message: unknown) => {
    if (isFields(message) && message['code'] === 'PINO_CONFIG' && isFields(message['config'])) apply(message['config'])
  }
  source.on('message', onMessage)
  return () => source.off('message', onMessage)
}

/**
 * Resolves with what pino reports about itself through `port`, or with nothing after a second. If there are several targets
 * in one worker, only the first to listen gets the message; a later one would wait forever, and the worker with it.
 */
export async function untilConfigured(port: MessagePort): Promise<PinoConfig> {
  const overdue = new AbortController()
  let config: PinoConfig = {}
  const stop = onPinoConfig(port, (told) => {
    config = told
    overdue.abort()
  })
  await setTimeout(MAX_WAIT_MS, undefined, { signal: overdue.signal }).catch(() => {})
  // If something blocked the thread for a second, the message has arrived but is still unread: timers run first.
  await setImmediate()
  stop()
  return config
}

// --- helpers ---

/** pino sends it before the worker has started. */
const MAX_WAIT_MS = 1_000
