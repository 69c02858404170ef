import {
  hang,
  perItem,
  type Reply,
  readSpool,
  reset,
  runProgram,
  startIngestion,
  startProgram,
  status,
} from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { readyName } from '../../src/spool/file-name'
import { closeLater } from '../open-pipeline'
import { aSpoolFile } from '../spool/open-file-spool'
import { aSpool, BIN, run } from './a-spool'

const NONE_TAKEN = JSON.stringify({ itemsReceived: 1, itemsAccepted: 0, errors: [{ index: 0, statusCode: 503 }] })

async function setup() {
  const ingestion = closeLater(await startIngestion())
  const spool = aSpool(ingestion.connectionString)
  const drain = () => run(['spool', 'drain', ...spool.args])
  return { ingestion, spool, drain }
}

it('sends what waits, oldest first, and ends with 0', async () => {
  const { ingestion, spool, drain } = await setup()
  const nowMs = Date.now()
  spool.put(['young'], nowMs)
  spool.put(['old', 'as old'], nowMs - 1_000)
  const { code, stdout, stderr } = await drain()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('3 items sent, 0 dropped, nothing left')
  expect(ingestion.accepted.map((item) => item.data.baseData.message)).toEqual(['old', 'as old', 'young'])
  expect(spool.names()).toEqual([])
})

it('sends what processes left behind when they died, whatever they were doing', async () => {
  const { ingestion, spool, drain } = await setup()
  spool.putLeased(['was being sent'], 'dead')
  spool.putJournal(['was journaled'], 'dead')
  expect(await drain()).toMatchObject({ code: 0, stdout: expect.stringContaining('2 items sent') })
  expect(ingestion.accepted.map((item) => item.data.baseData.message).sort()).toEqual([
    'was being sent',
    'was journaled',
  ])
})

it('leaves a running program its journal', async () => {
  const { ingestion, spool, drain } = await setup()
  spool.putJournal(['in memory, too'], 'living')
  expect(await drain()).toMatchObject({ code: 0, stdout: expect.stringContaining('Running programs') })
  expect(ingestion.requests).toHaveLength(0)
  expect(spool.names()).toHaveLength(1)
})

it('waits for what another process is sending, and says so where that does not let go', async () => {
  const { ingestion, spool, drain } = await setup()
  spool.put(['free'])
  spool.putLeased(['held'], 'living')
  const { code, stdout, stderr } = await drain()
  expect(code).toBe(1)
  expect(stdout).toContain('1 item sent, 0 dropped, 1 item in 1 file left')
  expect(stderr).toContain('another process holds what is left')
  expect(ingestion.accepted).toHaveLength(1)
})

it('has nothing to do where nothing waits', async () => {
  const { ingestion, drain } = await setup()
  expect(await drain()).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing left') })
  expect(ingestion.requests).toHaveLength(0)
  const nowhere = await run(['spool', 'drain', '--connection-string', ingestion.connectionString])
  expect(nowhere).toMatchObject({ code: 0, stdout: expect.stringContaining('There is no spool for') })
})

it('counts what is lost, by reason', async () => {
  const { ingestion, spool, drain } = await setup()
  spool.put(['good', 'bad'])
  spool.putFile(readyName(aSpoolFile()), 'no batch')
  ingestion.always(perItem((item) => (item.data.baseData.message === 'bad' ? 400 : 200)))
  const { code, stdout } = await drain()
  expect(code).toBe(0)
  expect(stdout).toContain('1 item sent, 2 dropped (1 rejected, 1 damaged), nothing left')
})

it.each<[string, Reply, string, string]>([
  ['knows no such key', status(400, 'Invalid instrumentation key'), 'does not know this key', 'Overview page'],
  ['takes no keys', status(401), 'takes no key', 'Microsoft Entra ID'],
  ['has used up its quota', status(402, '', { 'retry-after': '120' }), 'left alone for 2 min', 'daily cap'],
  ['is throttled', status(429), 'too much was sent at once', 'Nothing to do'],
  ['is somewhere else', status(404), 'no ingestion endpoint at this address', 'Overview page'],
  ['is in trouble', status(503), 'the endpoint is in trouble (status 503)', 'Nothing to do'],
  ['breaks connections', reset, 'there is no answer from the endpoint', 'npx @azmon/local'],
  ['takes no item for now', status(206, NONE_TAKEN), 'none of the items was taken', 'Nothing to do'],
])('stops where the endpoint %s, keeps all there is, and names the cure', async (_, reply, reason, cure) => {
  const { ingestion, spool, drain } = await setup()
  spool.put(['kept'])
  ingestion.always(reply)
  const { code, stdout, stderr } = await drain()
  expect(code).toBe(1)
  expect(stdout).toContain('0 items sent, 0 dropped, 1 item in 1 file left')
  expect(stderr).toContain(reason)
  expect(stderr).toContain(cure)
  expect(stderr).not.toContain('Warning')
  expect(ingestion.requests.length).toBeLessThanOrEqual(3)
  expect(readSpool(spool.directory).items).toHaveLength(1)
})

it('goes on after a moment of trouble', async () => {
  const { ingestion, spool, drain } = await setup()
  spool.put(['a'])
  ingestion.script(status(503), reset)
  expect(await drain()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 item sent') })
})

it('says that what is left is of a newer version, whatever else there was', async () => {
  const { ingestion, spool, drain } = await setup()
  ingestion.script(status(503))
  spool.put(['ours'])
  spool.putNewer()
  expect(await drain()).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('1 item sent'),
    stderr: expect.stringContaining('newer version'),
  })
})

it.each(['SIGINT', 'SIGTERM'] as const)('gives back what it has claimed on %s', async (signal) => {
  const { ingestion, spool } = await setup()
  spool.put(['given back'])
  ingestion.always(hang)
  const program = startProgram(BIN, { args: ['spool', 'drain', ...spool.args] })
  await ingestion.untilRequested(1)
  program.signal(signal)
  expect(await program.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Interrupted') })
  expect(spool.names()).toEqual([expect.stringMatching(/\.rdy$/)])
})

it('sends nothing twice where two do it at once', async () => {
  const { ingestion, spool } = await setup()
  const messages = Array.from({ length: 40 }, (_, i) => `item ${i}`)
  for (const message of messages) spool.put([message])
  const args = ['spool', 'drain', ...spool.args]
  await Promise.all([runProgram(BIN, {}, args), runProgram(BIN, {}, args)])
  expect(ingestion.accepted.map((item) => item.data.baseData.message).sort()).toEqual(messages.sort())
})
