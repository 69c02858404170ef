import { setImmediate, setTimeout } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import { isFields, type NumberedLevels } from '@azmon/core/adapter'

/** The configuration that pino reports to its transports. It does not include `nestedKey` and the key of the time. */
export interface PinoConfig {
  readonly levels?: NumberedLevels | undefined
  readonly messageKey?: string | undefined
  readonly errorKey?: string | undefined
}

/** pino's stream, or the port of its worker. */
interface MessageSource {
  on(event: 'message', listener: (message: unknown) => void): unknown
  off(event: 'message', listener: (message: unknown) => void): unknown
}

/**
 * Calls `apply` when pino reports its configuration, which it emits on its stream or posts to its worker. Returns a function
 * that stops listening.
 */
export function onPinoConfig(source: MessageSource, apply: (config: PinoConfig) => void): () => void {
  const onMessage = (message: unknown) => {
    if (isFields(message) && message['code'] === 'PINO_CONFIG' && isFields(message['config'])) apply(message['config'])
  }
  source.on('message', onMessage)
  return () => source.off('message', onMessage)
}

/**
 * Resolves with the configuration that pino posts to `port`, or with an empty one after a second. If a worker has several
 * targets, only the first that listens gets the message. The others, and the worker, would otherwise wait forever.
 */
export async function untilConfigured(port: MessagePort): Promise<PinoConfig> {
  const overdue = new AbortController()
  let config: PinoConfig = {}
  const stop = onPinoConfig(port, (told) => {
    config = told
    overdue.abort()
  })
  await setTimeout(MAX_WAIT_MS, undefined, { signal: overdue.signal }).catch(() => {})
  // Timers run before messages are read. If the thread was blocked for a second, the message may already have arrived.
  await setImmediate()
  stop()
  return config
}

// --- helpers ---

/** Long enough, because pino posts the message before the worker has started. */
const MAX_WAIT_MS = 1_000
