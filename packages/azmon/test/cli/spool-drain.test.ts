import { hang, readSpool, startIngestion, startProgram, status } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { aSpool, CLI, NOWHERE, run } from './a-spool'

const drain = (args: readonly string[]) => run(['spool', 'drain', ...args])

it('sends the stored items, counts them, and exits with 0', async () => {
  await using ingestion = await startIngestion()
  const spool = aSpool(ingestion.connectionString)
  await spool.leaveBatch('a', 'b')
  await spool.leaveJournal('c')
  const { code, stdout, stderr } = await drain(spool.args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('  3 items sent, 0 dropped, nothing left\n')
  expect(ingestion.accepted.map(({ data }) => data.baseData.message).sort()).toEqual(['a', 'b', 'c'])
  expect(spool.names()).toEqual([])
})

it('says which items were dropped, by reason', async () => {
  await using ingestion = await startIngestion()
  const spool = aSpool(ingestion.connectionString)
  await spool.leaveBatch('a')
  ingestion.always(status(400))
  expect(await drain(spool.args)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('  0 items sent, 1 dropped (1 rejected), nothing left\n'),
  })
})

it('says why it stopped and how to fix it, and exits with 1', async () => {
  await using ingestion = await startIngestion()
  const spool = aSpool(ingestion.connectionString)
  await spool.leaveBatch('kept')
  ingestion.always(status(402, '', { 'retry-after': '120' }))
  const { code, stdout, stderr } = await drain(spool.args)
  expect(code).toBe(1)
  expect(stdout).toContain('  0 items sent, 0 dropped, 1 item in 1 file left\n')
  expect(stderr).toMatch(/^ {2}Stopped: .*quota.*; it asks for a pause of 2 min\.\n {2}fix: Raise the daily cap .*\n$/)
  expect(readSpool(spool.storagePath).items).toHaveLength(1)
})

it('leaves the journals of running programs to them', async () => {
  const spool = aSpool()
  await spool.holdJournal('a')
  expect(await drain(spool.args)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Running programs keep their journals'),
  })
})

it('has nothing to do without a spool', async () => {
  const { code, stdout } = await drain(['--connection-string', NOWHERE])
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'There is no spool for http://127.0.0.1:9: nothing is stored.\n',
  })
})

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('releases its claimed files on %s', async (signal) => {
  await using ingestion = await startIngestion()
  const spool = aSpool(ingestion.connectionString)
  await spool.leaveBatch('released')
  ingestion.always(hang)
  const program = startProgram(CLI, { args: ['spool', 'drain', ...spool.args] })
  await ingestion.untilRequested(1)
  program.signal(signal)
  program.signal(signal) // as npx passes on the Ctrl-C of the terminal
  expect(await program.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Interrupted') })
  expect(spool.names()).toEqual([expect.stringMatching(/\.rdy$/)])
})

it('sends nothing twice if two drain at once', async () => {
  await using ingestion = await startIngestion()
  const spool = aSpool(ingestion.connectionString)
  const messages = Array.from({ length: 4 }, (_, i) => `item ${i}`)
  await Promise.all(messages.map((message) => spool.leaveBatch(message)))
  await Promise.all([drain(spool.args), drain(spool.args)])
  expect(ingestion.accepted.map(({ data }) => data.baseData.message).sort()).toEqual(messages)
})
