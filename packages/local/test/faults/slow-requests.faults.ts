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

// --- helpers ---

/** Returns the response to bytes that no others follow, once the server has closed the connection. */
function answerTo(bytes: string): Promise<string> {
  const socket = connect(local.port, '127.0.0.1', () => socket.write(bytes))
  return text(socket)
}
