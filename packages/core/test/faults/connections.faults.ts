import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunningProgram, startProgram, TEST_KEY } from '@azmon/testkit'
import { afterEach, expect, it } from '@jest/globals'
import { TelemetryClient } from '../../src'

const started: RunningProgram[] = []

// Also after a failure: a stopped process would keep Jest from ending.
afterEach(async () => {
  for (const program of started.splice(0)) {
    program.signal('SIGKILL')
    await program.ended
  }
})

it('a server that closes idle connections just before the next request loses nothing, and causes no outage', async () => {
  let received = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      received++
      response.end('{"itemsReceived":1,"itemsAccepted":1,"errors":[]}')
    })
  })
  server.keepAliveTimeout = 20
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const connectionString = `InstrumentationKey=${TEST_KEY};IngestionEndpoint=http://127.0.0.1:${port}`
  const client = new TelemetryClient({ connectionString, minRetryDelayMs: 1 })
  for (let i = 0; i < 300; i++) {
    client.trackTrace({ message: `${i}` })
    expect(await client.flush()).toMatchObject({ ok: true, sent: 1 })
    await sleep(18 + (i % 6)) // the time itself is what is tried here
  }
  expect(client.stats()).toMatchObject({ sent: 300, dropped: 0, spooled: 0, breaker: 'closed' })
  expect(received).toBeGreaterThanOrEqual(300)
  await client.close()
  await new Promise((resolve) => server.close(resolve))
})

it('a server that hangs is given up at the request timeout, and gets everything when it continues', async () => {
  const lines = new EventEmitter()
  const server = startProgram(join(__dirname, 'programs', 'listens.cjs'), {
    onLine: (line) => lines.emit(line.startsWith('got') ? line : 'connection string', line),
  })
  started.push(server)
  const [connectionString] = await once(lines, 'connection string')
  const client = new TelemetryClient({ connectionString, requestTimeoutMs: 500, minRetryDelayMs: 10 })
  client.trackTrace({ message: 'before' })
  expect(await client.flush()).toMatchObject({ ok: true, sent: 1 })
  server.signal('SIGSTOP')
  client.trackTrace({ message: 'meanwhile' })
  expect(await client.flush({ timeoutMs: 10_000 })).toMatchObject({ ok: false, sent: 0, spooled: 1 })
  const got = once(lines, 'got meanwhile')
  server.signal('SIGCONT')
  await got
  await client.close()
})
