import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { listenOn } from '../src/listen'

describe('listenOn', () => {
  it('rejects with a code if the port is in use', async () => {
    const first = await listenOn(undefined, 0, { onRequest: (_, response) => response.end() })
    await expect(listenOn(undefined, first.port, { onRequest: () => {} })).rejects.toMatchObject({
      code: 'AZMON_LOCAL_PORT_IN_USE',
    })
    await first.close()
  })

  it('closes a connection with too many requests that wait, and handles no more of them', async () => {
    let handled = 0
    const listener = await listenOn(undefined, 0, { onRequest: () => void handled++ })
    const socket = connect(listener.port, '127.0.0.1').on('error', () => {})
    socket.resume()
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1_000))
    await once(socket, 'close')
    expect(handled).toBe(32)
    await listener.close()
  })

  it('closes idle connections when it is closed', async () => {
    const listener = await listenOn(undefined, 0, { onRequest: (_, response) => response.end() })
    const socket = connect(listener.port, '127.0.0.1')
    await once(socket, 'connect')
    const closed = once(socket, 'close')
    socket.resume()
    await listener.close()
    await closed
  })
})
