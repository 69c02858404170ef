import { once } from 'node:events'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { expect, it } from '@jest/globals'
import { onHttp2Stream } from '../../src/standard/http2-streams'

it('reports each request to a server until it is stopped', async () => {
  const streams: unknown[] = []
  const stop = onHttp2Stream((stream) => streams.push(stream))
  const server = http2.createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const send = async () => once(client.request({ ':path': '/' }).resume(), 'close')
  await send()
  stop()
  await send()
  client.close()
  server.close()
  expect(streams).toHaveLength(1)
})

it('restores http2 when it is stopped', () => {
  const { createServer: before } = http2
  const stops = [onHttp2Stream(() => {}), onHttp2Stream(() => {})]
  for (const stop of stops.reverse()) stop()
  expect(http2.createServer).toBe(before)
})
