import { once } from 'node:events'
import { type ClientRequest, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { PassThrough, pipeline } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startProgram } from '@azmon/testkit'
import { beforeEach, describe, expect, it } from '@jest/globals'
import axios from 'axios'
import * as undici from 'undici'
import { TrackedServer } from '../tracked-server'

const tracked = new TrackedServer()
let url: string
let controller: AbortController
/** The response of the server to the last request. */
let served: ServerResponse | undefined

/** Never answers `/never`, answers `/stream` without end, and breaks off the response to `/breaks-off`. */
beforeEach(async () => {
  controller = new AbortController()
  const server = createServer((incoming, response) => {
    served = response
    if (incoming.url === '/never') return
    response.writeHead(200)
    const timer = setInterval(() => response.write('x'.repeat(1_000)), 5)
    response.once('close', () => clearInterval(timer))
    if (incoming.url === '/breaks-off') setTimeout(() => response.destroy(), 20)
  })
  url = await tracked.listen(server)
  tracked.tracing.trackOutgoing()
})

/** A signal that aborts when the request has arrived. */
function soon(reason?: unknown): AbortSignal {
  tracked.server?.once('request', () => controller.abort(reason))
  return controller.signal
}

interface ByHttp {
  readonly signal?: AbortSignal
  readonly timeout?: number
  readonly onRequest?: (asked: ClientRequest) => unknown
  readonly onResponse?: (response: IncomingMessage, asked: ClientRequest) => unknown
}

/** Calls by `http`, and resolves when the request is closed. */
async function byHttp(path: string, { onRequest, onResponse, ...options }: ByHttp): Promise<void> {
  const asked = get(`${url}${path}`, options, (response) => {
    response.on('error', () => {})
    onResponse?.(response, asked)
  })
  asked.on('error', () => {})
  onRequest?.(asked)
  await once(asked, 'close')
}

type Call = readonly [how: string, call: () => Promise<unknown>]

describe.each<Call>([
  ['fetch', () => fetch(`${url}/never`, { signal: soon() })],
  ['fetch, with an error as the reason', () => fetch(`${url}/never`, { signal: soon(new Error('left')) })],
  ['fetch, with a string as the reason', () => fetch(`${url}/never`, { signal: soon('left') })],
  ['undici', () => undici.request(`${url}/never`, { signal: soon() })],
  ['axios', () => axios.get(`${url}/never`, { signal: soon() })],
  ['http, by a signal', () => byHttp('/never', { signal: soon() })],
  ['http, by an aborted signal', () => byHttp('/never', { signal: AbortSignal.abort() })],
  ['http, by destroy()', () => byHttp('/never', { onRequest: (asked) => asked.destroy() })],
  ['http, by destroy(error)', () => byHttp('/never', { onRequest: (asked) => asked.destroy(new Error('left')) })],
  ['http, by abort()', () => byHttp('/never', { onRequest: (asked) => asked.abort() })],
])('a call that the application cancels before there is a response: %s', (_, call) => {
  it('has failed without a status, and causes no exception', async () => {
    await call().catch(() => {})
    expect(await tracked.dependencies()).toMatchObject([
      { data: { baseData: { resultCode: '0', success: false, properties: { cancelled: 'true' } } } },
    ])
    expect(tracked.exceptions()).toEqual([])
  })
})

describe.each<Call>([
  [
    'fetch, by a signal',
    async () => {
      const response = await fetch(`${url}/stream`, { signal: controller.signal })
      controller.abort()
      await response.text()
    },
  ],
  ['fetch, by body.cancel()', async () => (await fetch(`${url}/stream`)).body?.cancel()],
  [
    'fetch, by leaving the loop over the body',
    async () => {
      for await (const _ of (await fetch(`${url}/stream`)).body ?? []) break
    },
  ],
  [
    'fetch, by the garbage collector',
    async () => {
      setFlagsFromString('--expose-gc')
      const collect: () => void = runInNewContext('gc')
      expect((await fetch(`${url}/stream`)).status).toBe(200)
      for (; served?.destroyed === false; await new Promise(setImmediate)) collect()
    },
  ],
  ['undici', async () => (await undici.request(`${url}/stream`)).body.on('error', () => {}).destroy()],
  [
    'axios, by a signal',
    () => axios.get(`${url}/stream`, { signal: controller.signal, onDownloadProgress: () => controller.abort() }),
  ],
  ['axios, a stream', async () => (await axios.get(`${url}/stream`, { responseType: 'stream' })).data.destroy()],
  ['http, by response.destroy()', () => byHttp('/stream', { onResponse: (response) => response.destroy() })],
  [
    'http, by response.destroy(error)',
    () => byHttp('/stream', { onResponse: (response) => response.destroy(new Error('left')) }),
  ],
  ['http, by request.destroy()', () => byHttp('/stream', { onResponse: (_, asked) => asked.destroy() })],
  ['http, by a signal', () => byHttp('/stream', { signal: controller.signal, onResponse: () => controller.abort() })],
  [
    'http, by the end of the stream that it is piped to',
    () => byHttp('/stream', { onResponse: (response) => pipeline(response, new PassThrough(), () => {}).destroy() }),
  ],
])('a call that the application cancels during its response: %s', (_, call) => {
  it('succeeds or fails by its status, and causes no exception', async () => {
    await call().catch(() => {})
    expect(await tracked.dependencies()).toMatchObject([
      { data: { baseData: { resultCode: '200', success: true, properties: { cancelled: 'true' } } } },
    ])
    expect(tracked.exceptions()).toEqual([])
  })
})

describe.each<readonly [...Call, typeName: string]>([
  ['fetch', () => fetch(`${url}/never`, { signal: AbortSignal.timeout(20) }), 'TimeoutError'],
  ['undici', () => undici.request(`${url}/never`, { headersTimeout: 20 }), 'UND_ERR_HEADERS_TIMEOUT'],
  ['axios', () => axios.get(`${url}/never`, { timeout: 20 }), 'ECONNABORTED'],
  ['axios, by a signal', () => axios.get(`${url}/never`, { signal: AbortSignal.timeout(20) }), 'TimeoutError'],
  ['http, by a signal', () => byHttp('/never', { signal: AbortSignal.timeout(20) }), 'TimeoutError'],
  [
    'http, by destroy() after a timeout',
    () => byHttp('/never', { timeout: 20, onRequest: (asked) => asked.once('timeout', () => asked.destroy()) }),
    'ETIMEDOUT',
  ],
])('a call that takes too long: %s', (_, call, typeName) => {
  it('has failed with an exception', async () => {
    await call().catch(() => {})
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { resultCode: '0', success: false } } }])
    const types = tracked.exceptions().map(({ data }) => data.baseData.exceptions?.[0]?.typeName)
    expect(types).toEqual([typeName])
  })
})

describe.each<Call>([
  ['fetch', async () => (await fetch(`${url}/breaks-off`)).text()],
  ['undici', async () => (await undici.request(`${url}/breaks-off`)).body.text()],
  ['axios', () => axios.get(`${url}/breaks-off`)],
  ['http', () => byHttp('/breaks-off', { onResponse: (response) => response.resume() })],
])('a call whose response breaks off: %s', (_, call) => {
  it('has failed with an exception', async () => {
    await call().catch(() => {})
    expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { resultCode: '200', success: false } } }])
    expect(tracked.exceptions()).toHaveLength(1)
  })
})

it('distinguishes the cancellations of got from its timeouts', async () => {
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: tracked.ingestion.connectionString, TARGET: url }
  const { code } = await startProgram(join(__dirname, '../programs/cancels-got.mjs'), { env }).ended
  expect(code).toBe(0)
  expect(await tracked.dependencies(3)).toMatchObject([
    { data: { baseData: { resultCode: '0', success: false } } },
    { data: { baseData: { resultCode: '200', success: true } } },
    { data: { baseData: { resultCode: '0', success: false } } },
  ])
  expect(tracked.exceptions()).toMatchObject([{ data: { baseData: { exceptions: [{ typeName: 'ETIMEDOUT' }] } } }])
})
