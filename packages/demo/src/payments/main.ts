import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Stats } from '@azmon/core'
import { start, traceMixin } from 'azmon'
import pino from 'pino'
import type { FromPayments } from './messages'
import { createPayments } from './payments'
import type { Version } from './three-d-secure'

/** Runs the payments service until the parent process sends a message or disconnects. */
async function main(): Promise<void> {
  const version = process.argv[2] as Version
  // An application needs only these lines: the connection string is in the environment.
  const azmon = start({ cloudRole: 'payments', applicationVersion: version })
  const transport = pino.transport({
    target: '@azmon/pino',
    options: { cloudRole: 'payments', applicationVersion: version },
  })
  const logger = pino({ name: 'payments', mixin: traceMixin() }, transport)

  const server = createPayments(logger, version).listen(0, '127.0.0.1')
  await once(server, 'listening')
  transport.on('azmon:stats', (logs: Stats) => report({ logs }))
  report({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {}) // the shop receives these signals, too, and ends this process
  await new Promise((resolve) => process.once('message', resolve).once('disconnect', resolve))
  const keepAlive = setInterval(() => {}, 1_000) // pino's worker does not keep the process alive
  server.closeAllConnections()
  server.close()
  transport.end() // sends the remaining logs and reports the final statistics
  await Promise.all([once(transport, 'close'), azmon.shutdown({ timeoutMs: FLUSH_TIMEOUT_MS })])
  report({ rest: azmon.client.stats() })
  clearInterval(keepAlive)
  if (process.connected) process.disconnect()
}

const FLUSH_TIMEOUT_MS = 20_000

function report(message: FromPayments): void {
  if (process.connected) process.send?.(message)
}

void main()
