import { connect } from 'node:net'
import { expect, it } from '@jest/globals'
import { startUnresponsiveHost } from '../src/unresponsive-host'

it('neither accepts nor refuses a connection', async () => {
  const { url, close } = await startUnresponsiveHost()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const events: string[] = []
  for (const event of ['connect', 'error']) socket.on(event, () => events.push(event))
  await new Promise((resolve) => socket.setTimeout(300, () => resolve(undefined)))
  expect(events).toEqual([])
  expect(socket.connecting).toBe(true)
  socket.destroy()
  await close()
})
