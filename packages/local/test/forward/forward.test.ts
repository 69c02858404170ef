import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startIngestion, status, TEST_KEY } from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { aMessage, anEnvelope, postEnvelopes } from '../an-envelope'

let stateDirectory: string

beforeEach(async () => {
  stateDirectory = await mkdtemp(join(tmpdir(), 'azmon-forward-'))
})

afterEach(async () => {
  await rm(stateDirectory, { recursive: true })
})

function start(connectionString: string): Promise<LocalApplicationInsights> {
  const forward = { connectionString, storagePath: join(stateDirectory, 'spool') }
  return startLocal({ port: 0, forward, stateDirectory })
}

it('stores what it accepts and passes it on unchanged, with the key of the target', async () => {
  await using target = await startIngestion()
  await using local = await start(target.connectionString)
  const envelope = anEnvelope(
    'MessageData',
    { message: 'a', severityLevel: 3, properties: { password: 'kept as it is', long: 'x'.repeat(8_000) } },
    { sampleRate: 25, tags: { 'ai.cloud.role': 'shop', 'ai.internal.sdkVersion': 'other:1' } },
  )
  await postEnvelopes(local.url, [envelope, anEnvelope('Unknown', {})])
  await target.untilAccepted(1)

  expect(target.accepted).toEqual([{ ...envelope, iKey: TEST_KEY }])
  expect(await local.counts()).toMatchObject({ traces: 1 })
  expect(local.status().forward).toMatchObject({ endpoint: target.url, received: 1, dropped: 0 })
})

it('gives another azmon local the same rows', async () => {
  await using target = await startLocal({ port: 0, stateDirectory })
  await using local = await start(target.connectionString)
  const tags = { 'ai.cloud.role': 'shop', 'ai.operation.id': 'op', 'ai.location.ip': '203.0.113.7' }
  const properties = { text: 'ä\n"', number: '12345678901234567890' }
  const exceptions = [{ typeName: 'RangeError', message: 'expired', hasFullStack: false, parsedStack: [] }]
  await postEnvelopes(local.url, [
    anEnvelope('MessageData', { message: 'a', severityLevel: 1, properties }, { tags, sampleRate: 25 }),
    anEnvelope('ExceptionData', { exceptions, severityLevel: 3 }, { tags }),
    anEnvelope(
      'RequestData',
      { id: '1', name: 'GET /', duration: '00:00:00.250', responseCode: '200', success: true },
      { tags },
    ),
    anEnvelope('EventData', { name: 'Bought', measurements: { total: 12.5 } }, { tags }),
  ])
  await target.waitForCounts({ traces: 1, exceptions: 1, requests: 1, customEvents: 1 })
  for (const table of ['traces', 'exceptions', 'requests', 'customEvents'] as const) {
    const [sent] = await local.rows(table)
    const [received] = await target.rows(table)
    expect({ ...received, itemId: sent?.itemId, iKey: sent?.iKey, appId: sent?.appId }).toEqual(sent)
  }
})

it('shows at /api/status what became of the items', async () => {
  await using target = await startIngestion()
  await using local = await start(target.connectionString)
  await postEnvelopes(local.url, [aMessage('a')])
  await local.close()
  expect(local.status()).toMatchObject({
    source: { name: 'azmon local', isEmbedded: true },
    forward: { received: 1, sent: 1, waiting: 0, onDisk: 0, dropped: 0 },
  })
})

it('keeps on disk what the target does not take, and the next start sends it', async () => {
  await using target = await startIngestion()
  target.always(status(503))
  const first = await start(target.connectionString)
  await postEnvelopes(first.url, [aMessage('a'), aMessage('b')])
  await first.close()
  expect(first.status().forward).toMatchObject({ received: 2, sent: 0, waiting: 0, onDisk: 2, dropped: 0 })

  target.always({ kind: 'accept' })
  await using _second = await start(target.connectionString)
  await target.untilAccepted(2)
  expect(target.accepted.map(({ iKey }) => iKey)).toEqual([TEST_KEY, TEST_KEY])
})

it('does not forward to itself or to nowhere', async () => {
  const itself = 'InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=http://127.0.0.1:4399'
  for (const [options, message] of [
    [{ port: 4399, forward: itself }, 'another endpoint than this one'],
    [{ port: 0, forward: 'nonsense' }, 'forward (--forward): '],
    [{ port: 0, forward: '' }, 'forward (--forward): '],
  ] as const) {
    await expect(startLocal({ stateDirectory, ...options })).rejects.toMatchObject({
      code: 'AZMON_LOCAL_OPTION',
      message: expect.stringContaining(message),
    })
  }
})
