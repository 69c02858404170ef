import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killFleet, Oracle, readSpool, runProgram, seededRandom, startProgram, startSink } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const KILLS = Number(process.env['KILLS'] ?? 60)

const program = (name: string) => join(__dirname, 'programs', name)

it(`${KILLS} kills lose no record whose log() has returned, with a journal`, async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  const random = seededRandom(seed)
  const folder = mkdtempSync(join(tmpdir(), 'azmon-kill-'))
  const oracle = new Oracle()
  await using sink = await startSink((items) => oracle.delivered(items))
  const env = { STORAGE: folder, CONNECTION: sink.connectionString }

  await killFleet({
    size: 4,
    starts: KILLS,
    start: (index) =>
      startProgram(program('journals.cjs'), {
        env: { ...env, NAME: String(index) },
        onLine: (line) => oracle.readLine(line),
      }),
    lifeMs: () => 250 * random(),
  })
  const before = sink.accepted
  const drained = await runProgram(program('drains.cjs'), env)

  const { issued, acknowledged, delivered, duplicateItems, mostCopies, ...verdict } = oracle.verdict()
  process.stdout.write(
    `${KILLS} kills: ${issued} issued, ${acknowledged} safe, ${before} delivered before the last died, ${delivered} in the end, ${duplicateItems} twice, at most ${mostCopies} copies; ${drained.stdout}\n`,
  )
  expect({ seed, ...verdict }).toMatchObject({ seed, lost: [], unknown: [], changed: [] })
  expect(acknowledged).toBeGreaterThan(10 * KILLS)
  // Sent, and still in the journal; and once more where who sent it from there was killed before it could remove it.
  expect(mostCopies).toBeLessThanOrEqual(3)
  expect(drained).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(drained.stdout).spool).toMatchObject({ foreign: 0, dropped: 0, droppedByReason: {} })
  expect(readSpool(folder)).toEqual({ items: [], names: [], damaged: [] })
  rmSync(folder, { recursive: true })
})
