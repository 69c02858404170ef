import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Stats, TelemetryClient } from '@azmon/core'
import { createMetrics } from '@azmon/metrics'
import { createTracing } from '@azmon/tracing'
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'
import { type DeliverySummary, summarizeDelivery } from '../delivery-summary'
import { startPayments } from '../payments/start-payments'
import type { Version } from '../payments/three-d-secure'
import { createShop } from './shop'

export interface OpenShop {
  readonly url: string
  readonly paymentsUrl: string
  /** Replaces the payments service by another release of it. */
  release(version: Version): Promise<void>
  /** Returns the delivery state of both services. The payments service reports its statistics every few seconds. */
  delivery(): DeliverySummary
  /** Closes both services and sends their remaining telemetry. */
  close(): Promise<void>
}

const FLUSH_TIMEOUT_MS = 20_000

/** Starts the shop on a free port, with a logger for Azure Monitor, and the payments service that it calls. */
export async function openShop(connectionString: string): Promise<OpenShop> {
  // The shop does not use start(), because the local Application Insights and the customers also run in this process.
  // Half of the default age, so that the page shows the first rows soon.
  const client = new TelemetryClient({ connectionString, cloudRole: 'shop', maxBatchAgeMs: 1_000 })
  const logger = winston.createLogger({ level: 'debug', transports: [new AzureMonitorTransport({ client })] })
  const tracing = createTracing({ client })
  tracing.register()
  const metrics = createMetrics({ client })

  let payments = await startPayments(connectionString, '2.7.0')
  const replacedStats: Stats[] = []
  const server = createShop(logger, () => payments.url).listen(0, '127.0.0.1')
  tracing.trackRequests(server)
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const stopTracking = tracing.trackOutgoing({ ignore: [host] }) // requests to this host come from the customers
  return {
    url: `http://${host}/`,
    paymentsUrl: payments.url,
    release: async (version) => {
      const replaced = payments
      payments = await startPayments(connectionString, version)
      await replaced.close()
      replacedStats.push(...replaced.stats())
    },
    delivery: () => summarizeDelivery([client.stats(), ...replacedStats, ...payments.stats()]),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await Promise.all([once(server, 'close'), payments.close()])
      stopTracking()
      await tracing.close({ timeoutMs: 0 })
      await metrics.close({ timeoutMs: 0 })
      await client.close({ timeoutMs: FLUSH_TIMEOUT_MS })
    },
  }
}
