import { once } from 'node:events'
import {
  ClientRequest,
  createServer,
  get,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startProgram } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import axios from 'axios'
import { createProxyServer } from 'http-proxy'
import { createProxyMiddleware } from 'http-proxy-middleware'
import * as undici from 'undici'
import { SPAN_ID, TRACE_ID } from '../builders'
import { responseFrom, TrackedServer } from '../tracked-server'

const tracked = new TrackedServer()
let backend: Server
let target: string
let seen: IncomingHttpHeaders

beforeEach(async () => {
  backend = createServer(({ headers }, response) => {
    seen = headers
    response.end('paid')
  }).listen(0, '127.0.0.1')
  await once(backend, 'listening')
  target = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`
  tracked.tracing.trackOutgoing()
})

afterEach(() => {
  backend.closeAllConnections()
  backend.close()
})

const PARENT = `00-${TRACE_ID}-${SPAN_ID}-01`
const RECEIVED = { traceparent: PARENT, tracestate: 'other=1', 'x-own': '1' }

/** The headers that a gateway passes on. */
function passedOn({ headers }: IncomingMessage): Record<string, string> {
  const { host, connection, ...others } = headers
  return others as Record<string, string>
}

/** The same as Node received them. */
function rawPassedOn({ rawHeaders }: IncomingMessage): string[] {
  const isOwn = (index: number) => !/^(host|connection)$/i.test(rawHeaders[index - (index % 2)] ?? '')
  return [...rawHeaders.filter((_, index) => isOwn(index)), 'Host', new URL(target).host]
}

type Gateway = (incoming: IncomingMessage, response: ServerResponse) => unknown

const answerWith = (response: ServerResponse) => (answer: IncomingMessage) => answer.pipe(response)

const GATEWAYS: readonly (readonly [string, Gateway])[] = [
  [
    'http-proxy-middleware',
    (incoming, response) => createProxyMiddleware({ target, changeOrigin: true })(incoming, response),
  ],
  [
    'http-proxy, which also passes on the host',
    (incoming, response) => createProxyServer({ target }).web(incoming, response),
  ],
  [
    'fetch',
    async (incoming, response) => response.end(await (await fetch(target, { headers: passedOn(incoming) })).text()),
  ],
  [
    'fetch with Headers',
    async (incoming, response) => {
      response.end(await (await fetch(new Request(target, { headers: new Headers(passedOn(incoming)) }))).text())
    },
  ],
  [
    'undici',
    async (incoming, response) => {
      const { body } = await undici.request(target, { headers: passedOn(incoming) })
      response.end(await body.text())
    },
  ],
  [
    'undici with raw headers',
    async (incoming, response) => {
      const { body } = await undici.request(target, { headers: rawPassedOn(incoming) })
      response.end(await body.text())
    },
  ],
  [
    'axios',
    async (incoming, response) => response.end((await axios.get(target, { headers: passedOn(incoming) })).data),
  ],
  ['http.get', (incoming, response) => get(target, { headers: passedOn(incoming) }, answerWith(response))],
  [
    'http.get with raw headers',
    (incoming, response) => get(target, { headers: rawPassedOn(incoming) }, answerWith(response)),
  ],
  [
    'http.request with headers set later',
    (incoming, response) => {
      const asked = request(target, answerWith(response))
      for (const [name, value] of Object.entries(passedOn(incoming))) asked.setHeader(name, value)
      asked.end()
    },
  ],
  [
    'http.request that sends its headers at once',
    (incoming, response) => {
      const headers = { ...passedOn(incoming), expect: '100-continue' }
      const asked = request(target, { method: 'POST', headers }, answerWith(response))
      asked.once('continue', () => asked.end('a body'))
    },
  ],
  [
    'a piped body',
    (incoming, response) =>
      incoming.pipe(request(target, { method: 'POST', headers: passedOn(incoming) }, answerWith(response))),
  ],
  [
    'new ClientRequest',
    (incoming, response) => {
      const { hostname: host, port } = new URL(target)
      new ClientRequest({ host, port, headers: passedOn(incoming) }, answerWith(response)).end()
    },
  ],
]

describe.each(GATEWAYS)('a gateway that passes on the headers it received: %s', (_, gateway) => {
  it('has a row for its call, between the caller and the called service', async () => {
    const url = await tracked.serve((incoming, response) => void gateway(incoming, response))
    await responseFrom(url, { headers: RECEIVED })
    const [own] = await tracked.requests()
    const [hop, ...others] = await tracked.dependencies()
    expect(others).toEqual([])
    expect(own?.tags).toMatchObject({ 'ai.operation.id': TRACE_ID, 'ai.operation.parentId': SPAN_ID })
    expect(hop?.tags).toMatchObject({ 'ai.operation.id': TRACE_ID, 'ai.operation.parentId': own?.data.baseData.id })
    expect(hop?.data.baseData).toMatchObject({ target: new URL(target).host, success: true, resultCode: '200' })
    expect(seen).toMatchObject({ ...RECEIVED, traceparent: `00-${TRACE_ID}-${hop?.data.baseData.id}-01` })
  })
})

it('names the called service of a proxy that cannot connect', async () => {
  backend.close()
  await once(backend, 'close')
  const proxy = createProxyServer({ target })
  const url = await tracked.serve((incoming, response) => proxy.web(incoming, response, {}, () => response.end()))
  await responseFrom(url, { headers: RECEIVED })
  expect(await tracked.dependencies()).toMatchObject([
    { data: { baseData: { target: new URL(target).host, resultCode: '0', success: false } } },
  ])
  expect(tracked.exceptions()).toMatchObject([{ data: { baseData: { exceptions: [{ typeName: 'ECONNREFUSED' }] } } }])
})

it('leaves the parent of other tracking alone', async () => {
  const other = { traceparent: `00-${TRACE_ID}-${'7'.repeat(16)}-01` }
  const url = await tracked.serve(async (_, response) => {
    await (await fetch(target, { headers: other })).text()
    await axios.get(target, { headers: other })
    response.end()
  })
  await responseFrom(url, { headers: RECEIVED })
  await tracked.requests()
  expect(tracked.ingestion.accepted).toHaveLength(1)
  expect(seen).toMatchObject(other)
})

it('works with got and with functions that an ES module has imported before', async () => {
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: tracked.ingestion.connectionString, PARENT }
  const { code, stdout } = await startProgram(join(__dirname, '../programs/gateway.mjs'), { env }).ended
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'got: ok\nimported: ok\ntaken out before: ok\n' })
})
