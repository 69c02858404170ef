import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AzureMonitorTransport, type AzureMonitorTransportOptions } from '@azmon/winston'
import winston from 'winston'
import { createShop } from './shop'

export interface OpenShop {
  readonly url: string
  readonly transport: AzureMonitorTransport
  close(): Promise<void>
}

/** The shop on a free port, its logger wired to Azure Monitor: these few lines are all that an application needs. */
export async function openShop(options: AzureMonitorTransportOptions): Promise<OpenShop> {
  const transport = new AzureMonitorTransport({ cloudRole: 'shop', ...options })
  const logger = winston.createLogger({ level: 'debug', transports: [transport] })
  const server = createShop(logger).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, transport, close: () => close(server) }
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
