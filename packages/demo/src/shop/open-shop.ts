import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'
import { type Account, accountOf } from '../account'
import { startPayments } from '../payments/start-payments'
import { createShop } from './shop'

export interface OpenShop {
  readonly url: string
  readonly paymentsUrl: string
  /** Of the telemetry of both; the payments service tells every few seconds. */
  account(): Account
  /** Closes both, and sends what is left. */
  close(): Promise<void>
}

const FLUSH_TIMEOUT_MS = 5_000

/** The shop on a free port, its logger wired to Azure Monitor, and the payments service that it calls. */
export async function openShop(connectionString: string): Promise<OpenShop> {
  // These two lines are all that an application needs.
  const transport = new AzureMonitorTransport({ connectionString, cloudRole: 'shop' })
  const logger = winston.createLogger({ level: 'debug', transports: [transport] })

  const payments = await startPayments(connectionString)
  const server = createShop(logger, payments.url).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    paymentsUrl: payments.url,
    account: () => accountOf([transport.stats(), payments.stats() ?? []].flat()),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await Promise.all([once(server, 'close'), transport.flush({ timeoutMs: FLUSH_TIMEOUT_MS }), payments.close()])
    },
  }
}
