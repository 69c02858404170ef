import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { AzureMonitorTransport } from '@azmon/winston'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { context, SpanKind, trace } from '@opentelemetry/api'
import winston from 'winston'
import type { IncomingOptions } from '../src'
import { TrackedServer } from './tracked-server'

const app = new TrackedServer()

let transport: AzureMonitorTransport
let logger: { info(message: string): unknown; close(): unknown }

beforeEach(() => {
  transport = new AzureMonitorTransport({ connectionString: app.ingestion.connectionString, durability: 'memory' })
  logger = winston.createLogger({ transports: [transport] }) as never
})

afterEach(() => void logger.close())

/** A port that no server listens on. */
const NOBODY = 'http://127.0.0.1:9'

/** Logs, makes spans and calls another server, when the request arrives and again when its body arrives. */
const busy: RequestListener = async (incoming, response) => {
  const work = async (when: string) => {
    logger.info(when)
    await app.tracing.tracer.span(when, (span) => {
      span.recordException(new Error(when))
      return app.tracing.tracer.span(`within ${when}`, async () => fetch(NOBODY).catch(() => {}))
    })
  }
  await work('at once')
  if (incoming.method === 'POST') await new Promise((resolve) => incoming.resume().on('end', resolve))
  await work('later')
  await new Promise((resolve) => response.on('finish', resolve).end())
  logger.info('at the end')
}

/** The rows of a request, by their type and operation. */
async function rowsOf(url: string): Promise<readonly unknown[]> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(`POST ${new URL(url).pathname} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n`)
  await new Promise(setImmediate)
  socket.write('{}')
  await text(socket)
  while (app.ingestion.accepted.length < 3) {
    await app.tracing.flush()
    await transport.flush()
    await new Promise(setImmediate)
  }
  return app.ingestion.accepted.map(({ data, tags }) => [data.baseData.message, tags['ai.operation.id']])
}

const ONLY_LOGS = ['at once', 'later', 'at the end'].map((message) => [message, undefined])

describe('a request that a tracker ignores', () => {
  it.each<[string, IncomingOptions]>([
    ['a path', { ignore: ['/health'] }],
    ['a path above it', { ignore: ['/health/'] }],
    ['an expression', { ignore: [/^\/health/] }],
    ['a function', { ignore: [({ url }: IncomingMessage) => url === '/health/live'] }],
  ])('leaves only its logs, without an operation: by %s', async (_, options) => {
    app.tracing.trackOutgoing()
    expect(await rowsOf(`${await app.serve(busy, options)}/health/live`)).toEqual(ONLY_LOGS)
  })

  it('is ignored by all trackers, in any order', async () => {
    const ignore = ['/health', '/v2.1/track']
    app.tracing.trackOutgoing()
    const started: RequestListener = (incoming, response) => {
      context.with(app.tracing.startRequest(incoming, response).context, () => busy(incoming, response))
    }
    app.tracing.trackIncoming({ ignore })
    expect(await rowsOf(`${await app.serve(started)}/health`)).toEqual(ONLY_LOGS)
  })

  it.each([
    [
      'all servers are tracked',
      (listener: RequestListener) => {
        app.tracing.trackIncoming({ ignore: ['/v2.1/track'] })
        return app.serve(listener, { ignore: ['/health'] })
      },
    ],
    [
      'a middleware ignores it',
      (listener: RequestListener) => {
        return app.serve((incoming, response) => {
          const { context: within } = app.tracing.startRequest(incoming, response, { ignore: ['/health'] })
          context.with(within, () => listener(incoming, response))
        })
      },
    ],
  ])('discards the row that another tracker has begun: %s', async (_, serve) => {
    app.tracing.trackOutgoing()
    expect(await rowsOf(`${await serve(busy)}/health`)).toEqual(ONLY_LOGS)
  })

  it("discards the row that OpenTelemetry's instrumentation has begun on this tracer", async () => {
    app.tracing.trackOutgoing()
    const server = createServer(busy)
    const { emit } = server
    Object.assign(server, {
      emit: (name: string, incoming: IncomingMessage, ...args: readonly unknown[]) => {
        if (name !== 'request') return Reflect.apply(emit, server, [name, incoming, ...args])
        const attributes = { 'url.path': incoming.url ?? '' }
        const span = app.tracing.tracer.startSpan('POST', { kind: SpanKind.SERVER, attributes })
        return context.with(trace.setSpan(context.active(), span), () =>
          Reflect.apply(emit, server, [name, incoming, ...args]),
        )
      },
    })
    app.tracing.trackRequests(server, { ignore: ['/health'] })
    expect(await rowsOf(`${await app.listen(server)}/health`)).toEqual(ONLY_LOGS)
  })

  it('leaves the other requests of its connection as they are', async () => {
    const url = await app.serve((_, response) => response.end(), { ignore: ['/health'] })
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    const heads = ['/health', '/orders'].map((path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`)
    socket.write(`${heads.join('\r\n')}Connection: close\r\n\r\n`)
    await text(socket)
    expect((await app.requests()).map(({ data }) => Reflect.get(data.baseData, 'url'))).toEqual([`${url}/orders`])
  })
})

it('does not discard the row of another tracer', async () => {
  const spanId = 'b7ad6b7169203331'
  const foreign = {
    ...trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId, traceFlags: 1 }),
    kind: SpanKind.SERVER,
  }
  const url = await app.listen(
    createServer((incoming, response) => {
      const span = Object.assign(Object.create(foreign), {
        attributes: { 'url.path': '/health' },
        isRecording: () => true,
        spanContext: () => ({ traceId: '1'.repeat(32), spanId, traceFlags: 1 }),
      })
      context.with(trace.setSpan(context.active(), span), () => {
        const { context: within } = app.tracing.startRequest(incoming, response, { ignore: ['/health'] })
        response.end(trace.getSpan(within)?.spanContext().spanId)
      })
    }),
  )
  const sent = request(`${url}/health`).end()
  const answer = await new Promise<IncomingMessage>((resolve) => sent.once('response', resolve))
  expect(await text(answer)).toBe(spanId)
})
