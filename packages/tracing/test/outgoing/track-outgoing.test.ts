import { once } from 'node:events'
import { createServer, get, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type ScriptedIngestion, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createTracing, type OutgoingOptions, type Tracing } from '../../src'
import { SPAN_ID, TRACE_ID } from '../builders'

let ingestion: ScriptedIngestion
let tracing: Tracing
let server: Server
let url: string
let stop: () => void
const seen: IncomingHttpHeaders[] = []

beforeEach(async () => {
  seen.length = 0
  ingestion = await startIngestion()
  tracing = createTracing({ connectionString: ingestion.connectionString, durability: 'memory' })
  tracing.register()
  server = createServer((incoming, response) => {
    seen.push(incoming.headers)
    if (incoming.url === '/breaks-off') {
      response.write('half')
      setImmediate(() => response.destroy())
    } else response.writeHead(Number(incoming.url?.slice(1, 4)) || 200).end('answer')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  stop()
  server.closeAllConnections()
  server.close()
  await tracing.close()
  await ingestion.close()
})

function track(options?: OutgoingOptions): void {
  stop = tracing.trackOutgoing(options)
}

async function dependencies(count = 1): Promise<readonly WireEnvelope[]> {
  let rows: readonly WireEnvelope[] = []
  while (rows.length < count) {
    await tracing.flush()
    rows = ingestion.accepted.filter(({ data }) => data.baseType === 'RemoteDependencyData')
    await new Promise(setImmediate)
  }
  return rows
}

const CLIENTS: readonly (readonly [string, (to: string, headers?: Record<string, string>) => Promise<string>])[] = [
  ['fetch', async (to, headers = {}) => (await fetch(to, { headers })).text()],
  [
    'http.request',
    async (to, headers = {}) => {
      const asked = request(to, { headers })
      asked.end()
      const [response] = await once(asked, 'response')
      return text(response)
    },
  ],
  [
    'http.get',
    async (to, headers = {}) => {
      const [response] = await once(get(to, { headers }), 'response')
      return text(response)
    },
  ],
]

describe.each(CLIENTS)('a call by %s', (_, call) => {
  it('is a row of dependencies and the parent of the called request', async () => {
    track()
    expect(await tracing.tracer.span('place order', () => call(`${url}/201?a=b`))).toBe('answer')
    const [dependency, work] = await dependencies(2)
    expect(dependency?.data.baseData).toMatchObject({
      type: 'Http',
      name: 'GET /201',
      target: url.slice('http://'.length),
      data: `${url}/201?a=b`,
      resultCode: '201',
      success: true,
    })
    expect(dependency?.tags['ai.operation.parentId']).toBe(work?.data.baseData.id)
    const traceId = dependency?.tags['ai.operation.id']
    expect(seen[0]?.['traceparent']).toBe(`00-${traceId}-${dependency?.data.baseData.id}-01`)
  })

  it('has failed if the connection is refused', async () => {
    track()
    await call(`${url}/503`)
    expect(await dependencies()).toMatchObject([{ data: { baseData: { resultCode: '503', success: false } } }])
  })

  it('has failed, with the reason, if there is no response', async () => {
    track()
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    await once(closed, 'close')
    await expect(call(`http://127.0.0.1:${port}/`)).rejects.toThrow()
    expect(await dependencies()).toMatchObject([{ data: { baseData: { success: false } } }])
    expect(ingestion.accepted.filter(({ data }) => data.baseType === 'ExceptionData')).toMatchObject([
      { data: { baseData: { exceptions: [{ message: expect.stringContaining('ECONNREFUSED') }] } } },
    ])
  })

  it('has failed if the response ends early', async () => {
    track()
    await expect(call(`${url}/breaks-off`)).rejects.toThrow()
    expect(await dependencies()).toMatchObject([{ data: { baseData: { success: false } } }])
  })

  it('is not tracked if it carries traceparent already', async () => {
    track()
    const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`
    await call(url, { traceparent })
    await tracing.flush()
    expect([seen[0]?.['traceparent'], ingestion.accepted]).toEqual([traceparent, []])
  })

  it('is not tracked if a rule ignores it or tracking has stopped', async () => {
    track({ ignore: [url.slice('http://'.length)] })
    await call(url)
    stop()
    track({ ignore: [/127\.0\.0\.1/] })
    await call(url)
    stop()
    track({ ignore: [({ hostname }) => hostname === '127.0.0.1'] })
    await call(url)
    stop()
    await call(url)
    await tracing.flush()
    expect([seen.map(({ traceparent }) => traceparent), ingestion.accepted]).toEqual([Array(4).fill(undefined), []])
  })
})

it('lets Node close an upgraded connection that has no listener', async () => {
  track()
  server.on('upgrade', (_, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
  })
  const asked = get(url, { headers: { upgrade: 'echo', connection: 'Upgrade' } })
  await once(asked, 'close')
  expect(asked.socket?.destroyed).toBe(true)
  expect(await dependencies()).toMatchObject([{ data: { baseData: { resultCode: '101', success: true } } }])
})

it('names a call through a proxy by its target', async () => {
  track()
  const { port } = new URL(url)
  const asked = get({ port, host: '127.0.0.1', path: 'http://target.example/x?sig=xyz' })
  await once(asked, 'close')
  const [row] = await dependencies()
  expect(row?.data.baseData).toMatchObject({ name: 'GET /x', target: 'target.example' })
  expect(JSON.stringify(row)).not.toContain('xyz')
})

it('does not track CONNECT requests to a proxy', async () => {
  track()
  server.on('connect', (_, socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
  const asked = request({ port: new URL(url).port, host: '127.0.0.1', method: 'CONNECT', path: 'db.internal:443' })
  asked.end()
  await once(asked, 'connect')
  await tracing.flush()
  expect(ingestion.accepted).toEqual([])
})

it('lets Node discard a response that has no listener', async () => {
  track()
  const asked = get(url)
  await once(asked, 'close')
  expect(await dependencies()).toMatchObject([{ data: { baseData: { success: true } } }])
})

it.each(['registered', 'not registered'])("does not track azmon's own requests: %s", async (how) => {
  if (how === 'not registered') {
    await tracing.close()
    tracing = createTracing({ connectionString: ingestion.connectionString, durability: 'memory' })
  }
  track()
  for (let i = 0; i < 3; i++) {
    tracing.tracer.span('work', () => {})
    await tracing.flush()
  }
  expect(ingestion.accepted.map(({ data }) => data.baseData.name)).toEqual(['work', 'work', 'work'])
})
