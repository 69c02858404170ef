import { EventEmitter, once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { TelemetryClient } from '@azmon/core'
import { azureMonitorStream, traceMixin } from '@azmon/pino'
import { seededRandom, startIngestion } from '@azmon/testkit'
import { AzureMonitorTransport } from '@azmon/winston'
import { expect, it } from '@jest/globals'
import pino from 'pino'
import { createLogger } from 'winston'
import { createTracing } from '../../src'

const REQUESTS = 200
const random = seededRandom(1)

/** The ways in which an application continues asynchronously. */
const WAYS: Readonly<Record<string, (says: (way: string) => void) => Promise<unknown>>> = {
  timer: (says) => new Promise<void>((resolve) => setTimeout(() => resolve(says('timer')), random() * 5)),
  immediate: (says) => new Promise<void>((resolve) => setImmediate(() => resolve(says('immediate')))),
  tick: (says) => new Promise<void>((resolve) => process.nextTick(() => resolve(says('tick')))),
  promise: (says) => Promise.resolve().then(() => says('promise')),
  awaited: async (says) => {
    await pause(random() * 5)
    says('awaited')
  },
  stream: (says) =>
    pipeline(Readable.from(['a', 'b']), async (chunks: AsyncIterable<string>) => {
      for await (const _ of chunks) await pause(1)
      says('stream')
    }),
  emitter: async (says) => {
    const emitter = new EventEmitter()
    emitter.once('done', () => says('emitter'))
    await pause(1)
    emitter.emit('done')
  },
}

it('puts each log record of 200 concurrent requests into the operation of its request', async () => {
  await using ingestion = await startIngestion()
  const client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
  const tracing = createTracing({ client })
  tracing.register()
  const byWinston = createLogger({ transports: [new AzureMonitorTransport({ client })] })
  const byPino = pino({ mixin: traceMixin() }, azureMonitorStream({ client }))
  // On a busy machine a connection is idle for long, and must not be closed just when the next request comes.
  const server = createServer({ keepAliveTimeout: 120_000 }, async (request, response) => {
    const says = (way: string) => {
      byWinston.info('winston', { path: request.url, way })
      byPino.info({ path: request.url, way }, 'pino')
    }
    for (const work of Object.values(WAYS)) await work(says)
    await Promise.all(Object.values(WAYS).map((work) => work(says)))
    response.end()
  }).listen(0, '127.0.0.1')
  tracing.trackRequests(server)
  await once(server, 'listening')

  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true }) // so that one connection serves many requests
  for (const round of ['a', 'b']) {
    await Promise.all(
      Array.from({ length: REQUESTS }, async (_, index) => {
        const [response] = await once(get({ port, host: '127.0.0.1', path: `/${round}/${index}`, agent }), 'response')
        await text(response as IncomingMessage)
      }),
    )
  }
  agent.destroy()
  server.close()
  await tracing.close()
  await client.close()

  const requests = ingestion.accepted.filter(({ data }) => data.baseType === 'RequestData')
  const records = ingestion.accepted.filter(({ data }) => data.baseType === 'MessageData')
  expect(requests).toHaveLength(2 * REQUESTS)
  expect(records).toHaveLength(2 * REQUESTS * Object.keys(WAYS).length * 2 * 2)
  const operationOf = new Map(
    requests.map(({ tags, data }) => [
      new URL(String(Reflect.get(data.baseData, 'url'))).pathname,
      { 'ai.operation.id': tags['ai.operation.id'], 'ai.operation.parentId': data.baseData.id },
    ]),
  )
  const astray = records.filter(({ tags, data }) => {
    const own = operationOf.get(String(data.baseData.properties?.['path']))
    return (
      tags['ai.operation.id'] !== own?.['ai.operation.id'] ||
      tags['ai.operation.parentId'] !== own?.['ai.operation.parentId']
    )
  })
  expect(astray).toEqual([])
})
