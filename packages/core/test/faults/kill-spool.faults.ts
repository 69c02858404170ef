import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  fingerprintOf,
  killFleet,
  Oracle,
  readSpool,
  runProgram,
  seededRandom,
  startProgram,
  startSink,
} from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const KILLS = Number(process.env['KILLS'] ?? 60)
const SHARE_REFUSED = 0.06

const program = (name: string) => join(__dirname, 'programs', name)

it(`${KILLS} kills at any moment lose nothing that was safe, and cause at most one duplicate batch each`, async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  const random = seededRandom(seed)
  const folder = mkdtempSync(join(tmpdir(), 'azmon-kill-'))
  const oracle = new Oracle()
  await using sink = await startSink((items) => oracle.delivered(items))
  sink.respondWith(() => (random() < SHARE_REFUSED ? 503 : 'accept'))
  const env = { STORAGE: folder, CONNECTION: sink.connectionString }

  await killFleet({
    size: 6,
    starts: KILLS,
    start: (index) =>
      startProgram(program('spools.cjs'), {
        env: { ...env, NAME: String(index) },
        onLine: (line) => oracle.readLine(line),
      }),
    lifeMs: () => 20 + 350 * random(),
  })
  const left = readSpool(folder)
  const before = sink.accepted
  const drained = await runProgram(program('drains.cjs'), env)

  const { issued, acknowledged, delivered, duplicateBatches, ...verdict } = oracle.verdict()
  process.stdout.write(
    `${KILLS} kills: ${issued} issued, ${acknowledged} safe, ${before} delivered before the last died, ${left.items.length} on disk then, ${delivered} delivered in the end, ${duplicateBatches} batches twice, at most ${verdict.mostCopies} copies\n`,
  )
  expect({ seed, ...verdict }).toMatchObject({ seed, lost: [], unknown: [], changed: [] })
  expect(duplicateBatches).toBeLessThanOrEqual(KILLS)
  expect(acknowledged).toBeGreaterThan(KILLS)
  expect(drained).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(drained.stdout).spool).toMatchObject({ foreign: 0, dropped: 0, droppedByReason: {} })
  expect(readSpool(folder)).toEqual({ items: [], names: [], damaged: [] })
  expect(left.damaged).toEqual([])
  rmSync(folder, { recursive: true })
})

it('a process that is killed between the response and the removal of a batch causes exactly that duplicate', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-kill-'))
  const oracle = new Oracle()
  await using sink = await startSink((items) => oracle.delivered(items))
  const env = { STORAGE: folder, CONNECTION: sink.connectionString }
  for (let i = 100; i < 300; i++) {
    oracle.issued(String(i), fingerprintOf(`${i} and some more`))
    oracle.acknowledged(String(i))
  }
  sink.respondWith(() => 503) // so that the process that ends leaves its batches on disk
  await runProgram(program('ends.cjs'), { ...env, HOW: 'exits0', OPTIONS: '{"maxBatchItems":50}' })
  expect(readSpool(folder).names).toHaveLength(4)

  const killed = startProgram(program('drains.cjs'), { env })
  sink.respondWith(() => {
    killed.signal('SIGKILL')
    return 'accept'
  })
  expect(await killed.ended).toMatchObject({ signal: 'SIGKILL' })
  sink.respondWith(() => 'accept')
  expect(await runProgram(program('drains.cjs'), env)).toMatchObject({ code: 0, stderr: '' })

  const { duplicateBatches, duplicateItems, ...verdict } = oracle.verdict()
  expect({ duplicateBatches, duplicateItems }).toEqual({ duplicateBatches: 1, duplicateItems: 50 })
  expect(verdict).toMatchObject({ delivered: 200, lost: [], unknown: [], changed: [], mostCopies: 2 })
  expect(readSpool(folder).names).toEqual([])
  rmSync(folder, { recursive: true })
})
