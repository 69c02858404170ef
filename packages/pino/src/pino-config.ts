import type { EventEmitter } from 'node:events'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import { isFields } from '@azmon/core'

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

/** `apply` hears what pino says of itself, at once or later: it emits a message on its stream, which a worker gets, too. */
export function onPinoConfig(stream: EventEmitter, apply: (config: PinoConfig) => void): void {
  stream.on('message', (message: unknown) => {
    if (isFields(message) && message['code'] === 'PINO_CONFIG' && isFields(message['config'])) apply(message['config'])
  })
}

/**
 * Hands `stream` what pino says through `port`, and resolves when it has told of itself. Of several targets in one worker
 * the first to listen gets that message; whoever loads later would wait for ever, and with it the worker.
 */
export async function untilConfigured(port: MessagePort, stream: EventEmitter): Promise<void> {
  const overdue = new AbortController()
  onPinoConfig(stream, () => overdue.abort())
  port.on('message', (message: unknown) => stream.emit('message', message))
  await setTimeout(MAX_WAIT_MS, undefined, { signal: overdue.signal }).catch(() => {})
  // Where something has held up the thread for so long, the message is there and not read yet: timers come first.
  await setImmediate()
}

// --- helpers ---

/** pino sends it before the worker has started. */
const MAX_WAIT_MS = 1_000
