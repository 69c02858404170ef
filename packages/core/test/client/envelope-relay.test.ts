import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ScriptedIngestion, startIngestion, status, TEST_KEY } from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { SeverityLevel } from '../../src'
import { EnvelopeRelay } from '../../src/adapter'

let ingestion: ScriptedIngestion
let storagePath: string

beforeEach(async () => {
  ingestion = await startIngestion()
  storagePath = mkdtempSync(join(tmpdir(), 'azmon-relay-'))
})

afterEach(async () => {
  await ingestion.close()
  rmSync(storagePath, { recursive: true })
})

function relayTo({ connectionString }: ScriptedIngestion): EnvelopeRelay {
  return new EnvelopeRelay({ connectionString, storagePath, durability: 'journal' })
}

function envelope(message: string): object {
  return {
    name: 'Anything',
    time: new Date().toISOString(),
    iKey: TEST_KEY,
    sampleRate: 10,
    tags: { 'ai.cloud.role': 'shop' },
    data: { baseType: 'MessageData', baseData: { ver: 2, message, properties: { password: 'kept' } } },
  }
}

it('sends envelopes as they are', async () => {
  const relay = relayTo(ingestion)
  expect(relay).toMatchObject({ instrumentationKey: TEST_KEY, ingestionEndpoint: ingestion.url })
  const envelopes = [envelope('ä'), envelope('b')]
  for (const each of envelopes) relay.push(JSON.stringify(each), SeverityLevel.Error)

  expect(await relay.close()).toMatchObject({ ok: true, sent: 2 })
  expect(ingestion.accepted).toEqual(envelopes)
  expect(relay.stats()).toMatchObject({ received: 2, sent: 2, redacted: 0, truncated: 0 })
})

it('keeps on disk what the endpoint does not take, and another relay sends it', async () => {
  ingestion.always(status(503))
  const relay = relayTo(ingestion)
  relay.push(JSON.stringify(envelope('a')), undefined)
  expect(await relay.close({ timeoutMs: 100 })).toMatchObject({ sent: 0, spooled: 1, dropped: 0 })

  ingestion.always({ kind: 'accept' })
  const next = relayTo(ingestion)
  await ingestion.untilAccepted(1)
  await next.close()
})

it('drops and counts what is too large for the service, and what comes after close()', async () => {
  const relay = relayTo(ingestion)
  relay.push(JSON.stringify(envelope('x'.repeat(65_536))), undefined)
  await relay.close()
  relay.push(JSON.stringify(envelope('late')), undefined)
  expect(relay.stats()).toMatchObject({ received: 2, dropped: 2, droppedByReason: { 'too-large': 1, closed: 1 } })
})

it('sends items of the largest size that the service accepts', async () => {
  const relay = relayTo(ingestion)
  const padding = 65_536 - Buffer.byteLength(JSON.stringify(envelope('')))
  relay.push(JSON.stringify(envelope('x'.repeat(padding))), undefined)
  expect(await relay.close()).toMatchObject({ ok: true, sent: 1 })
})

it.each(['', 'nonsense', 'InstrumentationKey=1'])('refuses the connection string %j', (connectionString) => {
  expect(() => new EnvelopeRelay({ connectionString })).toThrow(
    expect.objectContaining({ code: 'AZMON_CONFIGURATION' }),
  )
})
