import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from '@jest/globals'
import { ROUND, rowsOf, sendVisit } from '../src/traffic'

it('adds up the rows of a round', () => {
  expect(rowsOf(ROUND)).toEqual({ requests: 19, dependencies: 32, traces: 23, exceptions: 3 })
})

it('rejects a response with another status', async () => {
  const server = createServer((_, response) => response.writeHead(500, { connection: 'close' }).end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const [visit] = ROUND
  const sent = sendVisit(visit!, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await expect(sent).rejects.toThrow('GET /products/tea should return 200, got 500.')
  await once(server.close(), 'close')
})
