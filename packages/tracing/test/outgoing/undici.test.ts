import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { type FinishedSpan, TraceContextPropagator } from '../../src'
import { OutgoingCalls } from '../../src/outgoing/calls'
import { trackUndici } from '../../src/outgoing/undici'
import { aTracer } from '../builders'

let server: Server
let url: string
let stop: () => void
let ended: FinishedSpan[]
const seen: unknown[] = []

beforeEach(async () => {
  seen.length = 0
  server = createServer(({ headers }, response) => {
    seen.push(headers['traceparent'])
    response.writeHead(201).end('hello')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const traced = aTracer()
  ended = traced.ended
  stop = trackUndici(new OutgoingCalls(traced.tracer, new TraceContextPropagator(), {}))
})

afterEach(() => {
  stop()
  server.closeAllConnections()
  server.close()
})

const call = async () => (await fetch(url)).text()

it('sends the id of its span and ends the span with the response', async () => {
  await call()
  expect(ended).toMatchObject([{ attributes: { 'url.full': url, 'http.response.status_code': 201 } }])
  expect(seen).toEqual([expect.stringContaining(String(ended[0]?.spanId))])
})

it('tracks nothing after it is stopped', async () => {
  stop()
  await call()
  expect([ended, seen]).toEqual([[], [undefined]])
})
