import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startLocal } from '@azmon/local'
import { expect, it } from '@jest/globals'
import { lookForLocal } from '../src/look-for-local'

it('tells how to connect if a local Application Insights is running', async () => {
  await using local = await startLocal({ port: 0 })
  expect(await lookForLocal(local.url)).toBe(
    `A local Application Insights is running on ${local.url}. To send this program's telemetry to it, set APPLICATIONINSIGHTS_CONNECTION_STRING="${local.connectionString}".`,
  )
})

it.each<[string, number, string]>([
  ['has no such page', 404, 'not here'],
  ['answers with something else', 200, '<html>'],
])('says nothing where a server %s', async (_, status, body) => {
  const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  expect(await lookForLocal(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).toBeUndefined()
  server.close()
})

it('returns undefined if nothing listens', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  expect(await lookForLocal(`http://127.0.0.1:${port}/`)).toBeUndefined()
})
