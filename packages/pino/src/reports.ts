import type { MessagePort } from 'node:worker_threads'
import type { TelemetryClient, TelemetryClientOptions } from '@azmon/core'

/** Reports failures in the worker as events of the stream that `pino.transport()` returns on the main thread. */
export function listenersFor(port: MessagePort): Pick<TelemetryClientOptions, 'onError' | 'onDrop'> {
  return {
    // Post the message only, because an error loses its class and code when it is posted.
    onError: (error) =>
      emit(port, 'azmon:error', new Error('code' in error ? `${error.code}: ${error.message}` : error.message)),
    onDrop: (...loss) => emit(port, 'azmon:drop', ...loss),
  }
}

/** Reports the statistics every ten seconds if they have changed. Returns a function that reports once more and stops. */
export function reportStats(client: TelemetryClient, port: MessagePort): () => void {
  let last = ''
  const report = () => {
    const stats = client.stats()
    const text = JSON.stringify(stats)
    if (text !== last) emit(port, 'azmon:stats', stats)
    last = text
  }
  const timer = setInterval(report, STATS_INTERVAL_MS).unref()
  return () => {
    clearInterval(timer)
    report()
  }
}

// --- helpers ---

const STATS_INTERVAL_MS = 10_000

/** @see https://github.com/pinojs/thread-stream */
function emit(port: MessagePort, name: string, ...args: readonly unknown[]): void {
  port.postMessage({ code: 'EVENT', name, args })
}
