import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterAll(() => local.close())

it('cuts off a client that does not finish its request', async () => {
  const answers = await Promise.all([
    answerTo('POST /v2.1/track HTTP/1.1\r\nHost: loc'),
    answerTo(`POST /v2.1/track HTTP/1.1\r\nHost: localhost:${local.port}\r\nContent-Length: 100\r\n\r\n{`),
  ])
  expect(answers).toEqual([expect.stringContaining(' 408 '), expect.stringContaining(' 408 ')])
})

it.each([
  ['nothing', []],
  ['the first byte of a TLS handshake', [0x16]],
])('cuts off a client that sends %s', async (_, bytes) => {
  const socket = connect(local.port, '127.0.0.1', () => socket.write(Buffer.from(bytes)))
  const startMs = performance.now()
  await once(socket.resume(), 'close')
  expect(performance.now() - startMs).toBeLessThan(8_000)
})

it('cuts off a client that sends its TLS handshake byte by byte', async () => {
  // The head of a record of 512 bytes, which does not become complete.
  const bytes = [0x16, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]
  const socket = connect(local.port, '127.0.0.1').on('error', () => {})
  const trickle = setInterval(() => socket.write(Buffer.of(bytes.shift() ?? 0)), 500)
  const startMs = performance.now()
  await once(socket.resume(), 'close')
  clearInterval(trickle)
  expect(performance.now() - startMs).toBeLessThan(8_000)
})

// --- helpers ---

/** Returns the response to bytes that no others follow, once the server has closed the connection. */
function answerTo(bytes: string): Promise<string> {
  const socket = connect(local.port, '127.0.0.1', () => socket.write(bytes))
  return text(socket)
}
