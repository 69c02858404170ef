import { expect, it } from '@jest/globals'
import { type Sink, type SinkResponse, startSink } from '../src/sink'

const post = ({ url }: Sink, signal?: AbortSignal) =>
  fetch(url, { method: 'POST', body: '{"name":"a"}\n{"name":"b"}', signal: signal ?? null })

it('passes accepted items on and counts them', async () => {
  const names: string[] = []
  await using sink = await startSink((items) => names.push(...items.map(({ name }) => name)))
  expect(await (await post(sink)).json()).toEqual({ itemsReceived: 2, itemsAccepted: 2, errors: [] })
  await sink.untilAccepted(2)
  expect(names).toEqual(['a', 'b'])
  expect([sink.requests, sink.accepted]).toEqual([1, 2])
})

it('responds with the status that is chosen for each request', async () => {
  await using sink = await startSink(() => {})
  const statuses: SinkResponse[] = [503, 429, 'accept']
  sink.respondWith(() => statuses.shift() ?? 500)
  const responses = [await post(sink), await post(sink), await post(sink), await post(sink)]
  expect(responses.map(({ status }) => status)).toEqual([503, 429, 200, 500])
  expect(sink.accepted).toBe(2)
})

it.each<SinkResponse>(['reset', 'half'])('breaks the connection: %s', async (response) => {
  await using sink = await startSink(() => {})
  sink.respondWith(() => response)
  await expect(post(sink).then((received) => received.text())).rejects.toThrow()
})

it.each<SinkResponse>(['hang', 'drip'])('does not complete the response: %s', async (response) => {
  await using sink = await startSink(() => {})
  sink.respondWith(() => response)
  const abortion = new AbortController()
  const received = post(sink, abortion.signal).then((partial) => partial.text())
  const aborted = expect(received).rejects.toThrow()
  await sink.untilRequested(1)
  abortion.abort()
  await aborted
  expect(sink.accepted).toBe(0)
})
