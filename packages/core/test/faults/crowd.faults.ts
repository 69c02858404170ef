import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningProgram, readSpool, startGate, startProgram, startSink } from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'

const PROCESSES = 8
const MIB = 1_048_576

let folder: string
let programs: readonly RunningProgram[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azmon-crowd-'))
})

afterEach(async () => {
  for (const program of programs) program.signal('SIGKILL')
  await Promise.all(programs.map((program) => program.ended))
  rmSync(folder, { recursive: true })
})

function start(program: string, env: Readonly<Record<string, string>>): void {
  programs = Array.from({ length: PROCESSES }, (_, index) =>
    startProgram(join(__dirname, 'programs', program), { env: { ...env, STORAGE: folder, NAME: `p${index}` } }),
  )
}

it('a lock of a dead process is taken over, however many processes try, and nothing is lost or sent twice', async () => {
  const delivered = new Map<string, number>()
  await using sink = await startSink((items) => {
    for (const { data } of items) {
      const message = data.baseData.message ?? ''
      delivered.set(message, (delivered.get(message) ?? 0) + 1)
    }
  })
  await using gate = await startGate(sink.url)
  await gate.shut()
  start('shares.cjs', { CONNECTION: sink.connectionString.replace(sink.url, gate.url) })
  await Promise.all(programs.map((program) => program.untilPrinted('settled')))
  const [spool = ''] = readdirSync(folder)
  const stale = join(folder, 'stale')
  const longAgo = new Date(Date.now() - 3_600_000)
  mkdirSync(stale)
  utimesSync(stale, longAgo, longAgo)
  renameSync(stale, join(folder, spool, 'drain.lock')) // whoever has it finds out, and stands again
  await gate.open()
  await sink.untilAccepted(PROCESSES * 2_000)
  expect(delivered.size).toBe(PROCESSES * 2_000)
  expect(Math.max(...delivered.values())).toBe(1)
})

it('processes that fill one directory keep its limit, except for files that they have not yet seen of each other, and count losses', async () => {
  const storageMaxBytes = 8 * MIB
  start('fills.cjs', { BYTES: String(storageMaxBytes) })
  const accounts = await Promise.all(
    programs.map(async (program) => {
      const { code, stdout, stderr } = await program.ended
      const account = JSON.parse(stdout)
      const lost = account.droppedByReason.exit === undefined ? '' : 'telemetry items were lost when the process ended'
      expect({ code, stderr }).toEqual({ code: 0, stderr: lost === '' ? '' : expect.stringContaining(lost) })
      return account
    }),
  )
  type Account = Readonly<Record<'received' | 'spooled' | 'dropped', number>> & { readonly spool: { dropped: number } }
  const sum = (of: (account: Account) => number) => accounts.reduce((total, account) => total + of(account), 0)
  // With this many processes per processor, a write may be so slow that the disk is not used, and items stay in memory.
  expect(sum(({ spooled, dropped }) => spooled + dropped)).toBe(sum(({ received }) => received))
  const { items } = readSpool(folder)
  expect(items.length + sum(({ spool }) => spool.dropped)).toBe(sum(({ spooled }) => spooled))
  expect(bytesIn(folder)).toBeLessThanOrEqual(storageMaxBytes + PROCESSES * 4 * MIB)
  expect(sum(({ spool }) => spool.dropped)).toBeGreaterThan(0)
})

function bytesIn(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((bytes, entry) => bytes + statSync(join(entry.parentPath, entry.name)).size, 0)
}
