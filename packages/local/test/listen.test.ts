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
