import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { aMessage, postEnvelopes } from '../an-envelope'
import { type OpenStream, openLive } from './a-live-stream'

const KEY = '00000000-0000-4000-8000-000000000000'

let local: LocalApplicationInsights
const open: OpenStream[] = []

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterEach(async () => {
  for (const stream of open.splice(0)) {
    stream.close()
    await stream.ended
  }
})

afterAll(() => local.close())

async function watch(): Promise<OpenStream> {
  const stream = await openLive(local.url)
  open.push(stream)
  return stream
}

function quickPulse(verb: string, body: unknown, key = KEY, url = local.url): Promise<Response> {
  const path = `QuickPulseService.svc/${verb}?ikey=${key}`
  return fetch(new URL(path, url), { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
}

async function isSubscribed(): Promise<boolean> {
  const { headers } = await quickPulse('ping', { Version: 'ulm_node:2.9.8' })
  return headers.get('x-ms-qps-subscribed') === 'true'
}

describe('an SDK', () => {
  it('is asked to send only while somebody looks', async () => {
    expect(await isSubscribed()).toBe(false)
    const stream = await watch()
    expect(await isSubscribed()).toBe(true)
    stream.close()
    await stream.ended
    while (await isSubscribed());
    const { headers } = await quickPulse('post', [{}])
    expect(headers.get('x-ms-qps-subscribed')).toBe('false')
    expect(headers.get('x-ms-qps-configuration-etag')).toBeNull()
  })

  it('is told which items to send, without events if it is for OpenTelemetry', async () => {
    await watch()
    const typesFor = async (body: unknown, verb: string) => {
      const response = await quickPulse(verb, body)
      const { ETag, DocumentStreams } = (await response.json()) as {
        ETag: string
        DocumentStreams: { DocumentFilterGroups: { TelemetryType: string }[] }[]
      }
      expect(response.headers.get('x-ms-qps-configuration-etag')).toBe(ETag)
      return DocumentStreams[0]?.DocumentFilterGroups.map(({ TelemetryType }) => TelemetryType)
    }
    const usual = ['Request', 'Dependency', 'Exception', 'Trace']
    expect(await typesFor({ Version: '2.22.0-1' }, 'ping')).toEqual([...usual, 'Event'])
    expect(await typesFor({ Version: 'node20:otel2.12.1:dst1.21.0' }, 'ping')).toEqual(usual)
    expect(await typesFor([{ Version: 'py3.11:otel1.2:dst1' }], 'post')).toEqual(usual)
  })

  it.each([
    ['not JSON', '', 400],
    ['cut off', '{', 400],
    ['too large', '"'.repeat(2 * 1024 * 1024), 413],
  ])('learns that its body is %s', async (_, body, status) => {
    expect((await quickPulse('post', body)).status).toBe(status)
  })

  it('needs a known key, and no token', async () => {
    await using closed = await startLocal({ port: 0, instrumentationKeys: [KEY], token: 'a-token-of-a-test' })
    expect((await quickPulse('ping', {}, KEY, closed.url)).status).toBe(200)
    expect((await quickPulse('ping', {}, KEY.replace('4', '5'), closed.url)).status).toBe(401)
    await expect(openLive(closed.url)).rejects.toThrow('status 401')
    const stream = await openLive(closed.url, { authorization: 'Bearer a-token-of-a-test' })
    open.push(stream)
  })
})

describe('GET /api/live', () => {
  it('streams the counters and items of a process', async () => {
    const [first, second] = [await watch(), await watch()]
    const Metrics = [{ Name: '\\ApplicationInsights\\Requests/Sec', Value: 3, Weight: 1 }]
    await quickPulse('post', [
      { RoleName: 'shop', Metrics, Documents: [{ DocumentType: 'Event', Name: 'Bought\n\n' }] },
    ])
    for (const stream of [first, second]) {
      expect(await stream.next('metrics')).toMatchObject({ role: 'shop', requestsPerSecond: 3 })
      expect(await stream.next('documents')).toMatchObject([{ table: 'customEvents', title: 'Bought\n\n' }])
    }
  })

  it('names the tables with new rows after they are stored', async () => {
    const stream = await watch()
    await postEnvelopes(local.url, [aMessage('a'), aMessage('b')])
    expect(await stream.next('stored')).toEqual({ traces: 2 })
  })

  it('opens no stream for a HEAD request', async () => {
    const { status, headers } = await fetch(new URL('api/live', local.url), { method: 'HEAD' })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect(await isSubscribed()).toBe(false)
  })

  it('disconnects a page that does not read, and prints nothing', async () => {
    const printed = [jest.spyOn(console, 'error'), jest.spyOn(console, 'info')]
    const page = connect(local.port, '127.0.0.1')
    page.write(`GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:${local.port}\r\n\r\n`)
    page.pause()
    const Documents = Array.from({ length: 200 }, () => ({ DocumentType: 'Trace', Message: 'm'.repeat(1_000) }))
    while (!(await isSubscribed()));
    while (await isSubscribed()) await quickPulse('post', [{ RoleName: 'shop', Documents }])
    page.resume()
    await once(page, 'close')
    for (const spy of printed) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
  })

  it('is only for the own page', async () => {
    await expect(openLive(local.url, { origin: 'http://shop.example' })).rejects.toThrow('status 403')
    await expect(openLive(local.url, { 'sec-fetch-site': 'cross-site' })).rejects.toThrow('status 403')
  })

  it('ends when the server is closed, which it does not delay', async () => {
    const own = await startLocal({ port: 0 })
    const stream = await openLive(own.url)
    const startMs = performance.now()
    await own.close()
    await stream.ended
    expect(performance.now() - startMs).toBeLessThan(900)
  })
})
