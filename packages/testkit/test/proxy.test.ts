import { once } from 'node:events'
import { request } from 'node:http'
import { expect, it } from '@jest/globals'
import { startProxy, type TestProxy } from '../src/proxy'

/** Sends a CONNECT request and returns the status of the response. */
async function statusOf({ url }: TestProxy, path: string, login?: string): Promise<number | undefined> {
  const auth = login === undefined ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }
  const sent = request(url, { method: 'CONNECT', path, headers: auth }).end()
  const [response, socket] = await once(sent, 'connect')
  socket.destroy()
  return response.statusCode
}

it('opens tunnels and records their targets', async () => {
  await using endpoint = await startProxy()
  await using proxy = await startProxy({ leadsTo: new URL(endpoint.url) })
  expect(await statusOf(proxy, 'unknown.azmon.test:443')).toBe(200)
  await proxy.untilRequested(1)
  expect(proxy.targets).toEqual(['unknown.azmon.test:443'])
  expect(proxy.tunnels).toBe(1)
})

it('requires its login', async () => {
  await using endpoint = await startProxy()
  await using proxy = await startProxy({ login: 'ada:secret' })
  const target = new URL(endpoint.url).host
  expect(await statusOf(proxy, target)).toBe(407)
  expect(await statusOf(proxy, target, 'ada:wrong')).toBe(407)
  expect(await statusOf(proxy, target, 'ada:secret')).toBe(200)
  expect(proxy.tunnels).toBe(1)
})

it('rejects every request with a scripted status', async () => {
  await using proxy = await startProxy({ refuses: 502 })
  expect(await statusOf(proxy, '127.0.0.1:9')).toBe(502)
  expect(proxy.tunnels).toBe(0)
})
