import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TelemetryClient } from '@azmon/core'
import { azureMonitorStream, traceMixin } from '@azmon/pino'
import { type ScriptedIngestion, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { AzureMonitorTransport } from '@azmon/winston'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import pino, { type Logger as PinoLogger } from 'pino'
import { createLogger, type Logger as WinstonLogger } from 'winston'
import { createTracing, type Tracing } from '../../../src'

/** The tools that an application gets. */
export interface Surroundings {
  readonly winston: WinstonLogger
  readonly pino: PinoLogger
  /** Requests the stock from another service by `fetch`. */
  askStock(): Promise<string>
  /** Tracks all requests to `server` except those to `/health`. */
  track(server: Server): void
}

/** A listening application. */
export interface App {
  readonly port: number
  close(): Promise<void>
}

/**
 * Tests the telemetry of requests to an application on any framework. The application has these routes:
 *
 * - `/orders/:id` logs `order <id> asked for` by winston, requests the stock, and logs `order <id> found` by pino;
 * - `/admin/reports/:year`, in a router that is mounted at `/admin`, responds;
 * - `/broken` throws;
 * - `/health` responds.
 */
export function frameworkContract(framework: string, start: (surroundings: Surroundings) => Promise<App>): void {
  describe(`a request to an application on ${framework}`, () => {
    let ingestion: ScriptedIngestion
    let client: TelemetryClient
    let tracing: Tracing
    let stock: Server
    let app: App
    let sentAtStart: number

    beforeEach(async () => {
      ingestion = await startIngestion()
      client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
      tracing = createTracing({ client })
      tracing.register()
      tracing.trackOutgoing()
      stock = createServer((_, response) => response.end('12')).listen(0, '127.0.0.1')
      await once(stock, 'listening')
      app = await start({
        winston: createLogger({ transports: [new AzureMonitorTransport({ client })] }),
        pino: pino({ mixin: traceMixin() }, azureMonitorStream({ client })),
        askStock: async () => (await fetch(urlOf(stock))).text(),
        track: (server) => tracing.trackRequests(server, { ignore: ['/health'] }),
      })
      await client.flush()
      sentAtStart = ingestion.accepted.length
    })

    afterEach(async () => {
      await app.close()
      stock.closeAllConnections()
      stock.close()
      await tracing.close()
      await client.close()
      await ingestion.close()
    })

    /** Sends a request from outside of the application. Returns its response. */
    async function ask(path: string): Promise<number> {
      const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
      const response = await fetch(`http://127.0.0.1:${app.port}${path}`, { headers })
      await response.text()
      return response.status
    }

    /** Everything that was sent since the start, once it contains this number of requests. */
    async function rows(requests: number): Promise<Rows> {
      let sent = rowsOf([])
      while (sent.requests.length < requests) {
        await tracing.flush()
        await new Promise(setImmediate)
        sent = rowsOf(ingestion.accepted.slice(sentAtStart))
      }
      return sent
    }

    it('is one row, named by its route template', async () => {
      expect(await ask('/orders/7?size=2')).toBe(200)
      const { requests } = await rows(1)
      expect(requests).toMatchObject([
        {
          tags: { 'ai.operation.name': 'GET /orders/:id' },
          data: { baseData: { name: 'GET /orders/:id', responseCode: '200', success: true } },
        },
      ])
    })

    it('is named with the path at which its router is mounted', async () => {
      expect(await ask('/admin/reports/2026')).toBe(200)
      expect((await rows(1)).requests).toMatchObject([{ data: { baseData: { name: 'GET /admin/reports/:year' } } }])
    })

    it('is the operation of its own logs and calls, with many requests at a time', async () => {
      const ids = Array.from({ length: 20 }, (_, index) => String(index))
      await Promise.all(ids.map((id) => ask(`/orders/${id}`)))
      const { requests, logs, dependencies } = await rows(20)
      const placed: WireEnvelope[] = []
      for (const request of requests) {
        const id = new URL(String(Reflect.get(request.data.baseData, 'url'))).pathname.split('/').at(-1)
        const below = (row: WireEnvelope) => row.tags['ai.operation.parentId'] === request.data.baseData.id
        const ownLogs = logs.filter(below)
        const ownCalls = dependencies.filter(below)
        const written = ownLogs.filter(({ data }) => String(data.baseData.message).startsWith('order'))
        expect(written.map(({ data }) => data.baseData.message).sort()).toEqual([
          `order ${id} asked for`,
          `order ${id} found`,
        ])
        expect(ownCalls).toMatchObject([{ data: { baseData: { type: 'Http', data: `${urlOf(stock)}/` } } }])
        for (const { tags } of [...written, ...ownCalls]) {
          expect(tags['ai.operation.name']).toBe('GET /orders/:id')
        }
        placed.push(...ownLogs, ...ownCalls)
      }
      expect(placed).toHaveLength(logs.length + dependencies.length) // including the framework's own logs
    })

    it('is named by its method only if no route matches', async () => {
      expect(await ask('/nowhere/7')).toBe(404)
      expect((await rows(1)).requests).toMatchObject([
        { data: { baseData: { name: 'GET', responseCode: '404', success: false } } },
      ])
    })

    it('has failed if its handler throws', async () => {
      expect(await ask('/broken')).toBe(500)
      expect((await rows(1)).requests).toMatchObject([
        { data: { baseData: { name: 'GET /broken', responseCode: '500', success: false } } },
      ])
    })

    it('is not tracked if a rule ignores it', async () => {
      expect(await ask('/health')).toBe(200)
      await ask('/orders/1')
      expect((await rows(1)).requests).toMatchObject([{ data: { baseData: { name: 'GET /orders/:id' } } }])
    })
  })
}

/** Starts `server`. Returns its address and a function that closes it. */
export async function listening(server: Server): Promise<App> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

// --- helpers, in order of use ---

interface Rows {
  readonly requests: readonly WireEnvelope[]
  readonly dependencies: readonly WireEnvelope[]
  readonly logs: readonly WireEnvelope[]
}

function rowsOf(accepted: readonly WireEnvelope[]): Rows {
  const of = (baseType: string) => accepted.filter(({ data }) => data.baseType === baseType)
  return { requests: of('RequestData'), dependencies: of('RemoteDependencyData'), logs: of('MessageData') }
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
