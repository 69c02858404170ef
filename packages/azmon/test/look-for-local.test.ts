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
  ['names another endpoint', 200, connectionString('https://collector.example')],
  ['names another port', 200, connectionString('http://127.0.0.1:9')],
  ['adds a command of the terminal', 200, `${connectionString('ORIGIN')}\x1b[2J`],
  ['adds fields', 200, `${connectionString('ORIGIN')};AadAudience=https://collector.example`],
  ['has a key that is none', 200, connectionString('ORIGIN').replace(/=[\da-f-]+/, '=\x1b[2J')],
  ['sends too much', 200, `${connectionString('ORIGIN')}${' '.repeat(66_000)}`],
])('says nothing if a server %s', async (_, status, body) => {
  const server = createServer((request, response) => {
    response.writeHead(status).end(body.replaceAll('ORIGIN', `http://${request.headers.host}`))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  expect(await lookForLocal(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).toBeUndefined()
  server.close()
})

it('stops reading from a server whose response never ends', async () => {
  const server = createServer((_, response) => {
    const timer = setInterval(() => response.write(' '), 50)
    response.on('close', () => clearInterval(timer))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
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

// --- helpers ---

function connectionString(endpoint: string): string {
  return `InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`
}
