import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Stats } from '@azmon/core'
import { start, traceMixin } from 'azmon'
import pino from 'pino'
import type { FromPayments } from './messages'
import { createPayments } from './payments'

/** The payments service in a process of its own, which ends when the one that started it lets go of it. */
async function main(): Promise<void> {
  // These lines are all that an application needs: the connection string is in the environment.
  const azmon = start({ cloudRole: 'payments' })
  const transport = pino.transport({ target: '@azmon/pino', options: { cloudRole: 'payments' } })
  const logger = pino({ name: 'payments', mixin: traceMixin() }, transport)

  const server = createPayments(logger).listen(0, '127.0.0.1')
  await once(server, 'listening')
  transport.on('azmon:stats', (logs: Stats) => tell({ logs }))
  tell({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {}) // meant for the shop as well
  await new Promise((resolve) => process.once('message', resolve).once('disconnect', resolve))
  const stay = setInterval(() => {}, 1_000) // pino's worker holds nobody
  server.closeAllConnections()
  server.close()
  transport.end() // what is left is sent, and the last account of it is told
  await Promise.all([once(transport, 'close'), azmon.shutdown({ timeoutMs: FLUSH_TIMEOUT_MS })])
  tell({ rest: azmon.client.stats() })
  clearInterval(stay)
  if (process.connected) process.disconnect()
}

const FLUSH_TIMEOUT_MS = 5_000

function tell(message: FromPayments): void {
  if (process.connected) process.send?.(message)
}

void main()
