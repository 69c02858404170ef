import { hang, perItem, type Reply, readSpool, reset, startIngestion, status } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { type DrainResult, drainSpool, findSpools, isEmpty } from '../../src/maintenance'
import { readyName } from '../../src/spool/file-name'
import { type ASpool, aSpool } from '../maintenance/a-spool'
import { closeLater } from '../open-pipeline'
import { aSpoolFile } from '../spool/open-file-spool'

const NONE_ACCEPTED = JSON.stringify({ itemsReceived: 1, itemsAccepted: 0, errors: [{ index: 0, statusCode: 503 }] })

async function setup() {
  const ingestion = closeLater(await startIngestion())
  const spool = aSpool(ingestion.connectionString)
  const messages = () => ingestion.accepted.map((item) => item.data.baseData.message)
  return { ingestion, spool, messages }
}

function drain(spool: ASpool, signal = new AbortController().signal): Promise<DrainResult> {
  const [found] = findSpools(spool.target)
  if (found?.kind !== 'found') throw new Error('there is no spool')
  return drainSpool(spool.target, found.directory, { signal })
}

it('sends the stored batches, oldest first', async () => {
  const { spool, messages } = await setup()
  const nowMs = Date.now()
  spool.put(['young'], nowMs)
  spool.put(['old', 'as old'], nowMs - 1_000)
  expect(await drain(spool)).toMatchObject({ end: { kind: 'empty' }, sent: 3, dropped: {} })
  expect(messages()).toEqual(['old', 'as old', 'young'])
  expect(spool.names()).toEqual([])
})

it('reports its progress', async () => {
  const { spool } = await setup()
  spool.put(['a'])
  const reports: [sent: number, isEmpty: boolean][] = []
  const [found] = findSpools(spool.target)
  if (found?.kind !== 'found') throw new Error('there is no spool')
  await drainSpool(spool.target, found.directory, {
    signal: new AbortController().signal,
    onProgress: (sent, left) => reports.push([sent, isEmpty(left)]),
  })
  expect(reports.at(-1)).toEqual([1, true])
})

it('sends the files of processes that were killed at any moment', async () => {
  const { spool, messages } = await setup()
  spool.putLeased(['was being sent'], 'dead')
  spool.putJournal(['was journaled'], 'dead')
  expect(await drain(spool)).toMatchObject({ end: { kind: 'empty' }, sent: 2 })
  expect([...messages()].sort()).toEqual(['was being sent', 'was journaled'])
})

it('leaves the journal of a running program alone', async () => {
  const { ingestion, spool } = await setup()
  spool.putJournal(['in memory, too'], 'living')
  const { end, left } = await drain(spool)
  expect([end.kind, left.journalsInUse.length]).toEqual(['empty', 1])
  expect(ingestion.requests).toHaveLength(0)
})

it('stops if another process does not release its files', async () => {
  const { ingestion, spool } = await setup()
  spool.put(['free'])
  spool.putLeased(['held'], 'living')
  const { end, sent, left } = await drain(spool)
  expect(end).toMatchObject({ kind: 'stopped', by: 'spool', problem: expect.stringContaining('another process holds') })
  expect([sent, left.leased.length, ingestion.accepted.length]).toEqual([1, 1, 1])
})

it('counts dropped items by reason', async () => {
  const { ingestion, spool } = await setup()
  spool.put(['good', 'bad'])
  spool.putFile(readyName(aSpoolFile()), 'no batch')
  ingestion.always(perItem((item) => (item.data.baseData.message === 'bad' ? 400 : 200)))
  expect(await drain(spool)).toMatchObject({ end: { kind: 'empty' }, sent: 1, dropped: { rejected: 1, damaged: 1 } })
})

it.each<[string, Reply, string, string]>([
  ['knows no such key', status(400, 'Invalid instrumentation key'), 'does not know this key', 'Overview page'],
  ['accepts no keys', status(401), 'does not accept an instrumentation key', 'Microsoft Entra ID'],
  ['has used up its quota', status(402, '', { 'retry-after': '120' }), 'asks for a pause of 2 min', 'daily cap'],
  ['throttles', status(429), 'throttles requests', 'Nothing to do'],
  ['is somewhere else', status(404), 'no ingestion endpoint at this address', 'Overview page'],
  ['is in trouble', status(503), 'the endpoint is in trouble (status 503)', 'Nothing to do'],
  ['breaks connections', reset, 'the endpoint did not respond', 'npx azmon'],
  ['accepts no item for now', status(206, NONE_ACCEPTED), 'no item was accepted', 'Nothing to do'],
])('stops if the endpoint %s, keeps everything, and returns the fix', async (_, reply, problem, fix) => {
  const { ingestion, spool } = await setup()
  spool.put(['kept'])
  ingestion.always(reply)
  const { end, sent } = await drain(spool)
  expect(end).toEqual({
    kind: 'stopped',
    by: 'endpoint',
    problem: expect.stringContaining(problem),
    fix: expect.stringContaining(fix),
  })
  expect(sent).toBe(0)
  expect(ingestion.requests.length).toBeLessThanOrEqual(3)
  expect(readSpool(spool.directory).items).toHaveLength(1)
})

it('continues after a moment of trouble', async () => {
  const { ingestion, spool } = await setup()
  spool.put(['a'])
  ingestion.script(status(503), reset)
  expect(await drain(spool)).toMatchObject({ end: { kind: 'empty' }, sent: 1 })
})

it('stops if a newer version wrote the rest, even after other trouble', async () => {
  const { ingestion, spool } = await setup()
  ingestion.script(status(503))
  spool.put(['ours'])
  spool.putNewer()
  const { end, sent } = await drain(spool)
  expect(end).toMatchObject({ kind: 'stopped', by: 'spool', problem: expect.stringContaining('newer version') })
  expect(sent).toBe(1)
})

it('releases its claimed files if it is interrupted', async () => {
  const { ingestion, spool } = await setup()
  spool.put(['released'])
  ingestion.always(hang)
  const interruption = new AbortController()
  const drained = drain(spool, interruption.signal)
  await ingestion.untilRequested(1)
  interruption.abort()
  expect(await drained).toMatchObject({ end: { kind: 'interrupted' }, sent: 0 })
  expect(spool.names()).toEqual([expect.stringMatching(/\.rdy$/)])
})
