import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { expect, it } from '@jest/globals'
import { openStore } from '../../src/store/open-store'
import { Imports } from '../../src/transfer/imports'
import { transferRoutes } from '../../src/transfer/transfer-routes'

it('disconnects a client that does not read its file', async () => {
  const limits = { maxRows: 1_000, maxBytes: 1e9, maxAgeMs: 86_400_000 }
  const store = await openStore({ path: ':memory:', limits, warn: () => undefined })
  const timestamp = BigInt(Date.now()) * 1_000n
  const message = () => randomBytes(24_000).toString('base64') // more in all than the system buffers
  await store.append(
    Array.from({ length: 450 }, () => ({
      table: 'traces' as const,
      row: { timestamp, itemId: randomUUID(), message: message() },
    })),
  )
  const imports = new Imports({ store, maxAgeMs: limits.maxAgeMs, onRowsStored: () => undefined })
  const routes = transferRoutes(store, imports, 200)
  const server = createServer(getRequestListener(routes.fetch)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const connecting = once(server, 'connection')
  const [response] = await once(get({ host: '127.0.0.1', port, path: '/api/export', agent: false }), 'response')
  const [connection] = await connecting
  if (!connection.destroyed) await once(connection, 'close')

  expect(response.statusCode).toBe(200)
  await Promise.all([new Promise((resolve) => server.close(resolve)), store.close()])
})
