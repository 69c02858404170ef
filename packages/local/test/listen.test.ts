import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { listenOnLoopback } from '../src/listen'

describe('listenOnLoopback', () => {
  it('rejects with a code if the port is in use', async () => {
    const first = await listenOnLoopback((_, response) => response.end(), 0)
    await expect(listenOnLoopback(() => {}, first.port)).rejects.toMatchObject({ code: 'AZMON_LOCAL_PORT_IN_USE' })
    await first.close()
  })

  it('closes idle connections when it is closed', async () => {
    const listener = await listenOnLoopback((_, response) => response.end(), 0)
    const socket = connect(listener.port, '127.0.0.1')
    await once(socket, 'connect')
    const closed = once(socket, 'close')
    socket.resume()
    await listener.close()
    await closed
  })
})
