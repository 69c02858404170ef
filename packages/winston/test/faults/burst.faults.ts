import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSpool, runProgram, type ScriptedIngestion, startIngestion, startSink } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

const whereMounting = mayMount() ? it : it.skip

let ingestion: ScriptedIngestion
let folder: string

beforeEach(async () => {
  ingestion = await startIngestion()
  folder = await mkdtemp(join(tmpdir(), 'azmon-burst-'))
})

afterEach(async () => {
  await ingestion.close()
  await rm(folder, { recursive: true })
})

function messages(): readonly (string | undefined)[] {
  return ingestion.accepted.map((item) => item.data.baseData.message)
}

describe('a synchronous burst of 100,000 records', () => {
  const burst = (env: Readonly<Record<string, string>>) =>
    runProgram(join(__dirname, '..', 'programs', 'burst.cjs'), {
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      STORAGE: folder,
      ...env,
    })

  it('arrives exactly once each if the queue has room for all', async () => {
    const ended = await burst({ RECORDS: '100000', MAX_QUEUE_BYTES: String(128 * 1_048_576) })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ingestion.accepted).toHaveLength(100_000)
    expect(new Set(messages()).size).toBe(100_000)
    expect(JSON.parse(ended.stdout)).toMatchObject({ received: 100_000, sent: 100_000, dropped: 0 })
  })

  it('arrives exactly once each with the default queue, which spools to the disk', async () => {
    const ended = await burst({ RECORDS: '100000' })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const { received, sent, dropped, spooled, spool } = JSON.parse(ended.stdout)
    expect({ received, dropped, all: sent + spooled }).toEqual({ received: 100_000, dropped: 0, all: 100_000 })
    expect(spooled).toBeGreaterThan(0)
    expect(spool).toMatchObject({ read: spooled, drained: spooled, items: 0 })
    expect(ingestion.accepted).toHaveLength(100_000)
    expect(new Set(messages()).size).toBe(100_000)
  })

  it('has arrived exactly once each when the ended logger has finished', async () => {
    const arrived = new Set<string | undefined>()
    await using sink = await startSink((items) => {
      for (const { data } of items) arrived.add(data.baseData.message)
    })
    const env = { RECORDS: '100000', END: 'logger', APPLICATIONINSIGHTS_CONNECTION_STRING: sink.connectionString }
    const ended = await burst(env)
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toMatchObject({ received: 100_000, dropped: 0, queued: 0, spool: { items: 0 } })
    expect({ accepted: sink.accepted, arrived: arrived.size }).toEqual({ accepted: 100_000, arrived: 100_000 })
    expect(readSpool(folder).names).toEqual([])
  })

  whereMounting.each([
    ['4 MiB', 'size=4m'],
    ['4 MiB above the space that the spool leaves free', 'size=260m'],
  ])('is counted completely on a disk of %s (mounts a tmpfs)', async (_, size) => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder])
    try {
      const ended = await burst({ RECORDS: '100000', END: 'logger' })
      expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('There is no room for the spool') })
      const { received, sent, dropped, spooled, queued, inFlight, droppedByReason, spool } = JSON.parse(ended.stdout)
      expect({ received, queued, inFlight }).toEqual({ received: 100_000, queued: 0, inFlight: 0 })
      expect(sent + spooled + dropped).toBe(received)
      expect(droppedByReason).toEqual({ 'queue-full': dropped })
      expect(spool.drained + spool.dropped + readSpool(folder).items.length).toBe(spooled)
      expect(ingestion.accepted).toHaveLength(sent + spool.drained)
      expect(new Set(messages()).size).toBe(ingestion.accepted.length)
    } finally {
      execFileSync('umount', [folder])
    }
  })

  it('is counted completely if neither memory nor disk has room for it', async () => {
    const ended = await burst({ RECORDS: '100000', DURABILITY: 'memory' })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const { received, sent, dropped, queued, inFlight, droppedByReason } = JSON.parse(ended.stdout)
    expect({ received, queued, inFlight }).toEqual({ received: 100_000, queued: 0, inFlight: 0 })
    expect(sent + dropped).toBe(received)
    expect(droppedByReason).toEqual({ 'queue-full': dropped })
    expect(ingestion.accepted).toHaveLength(sent)
    expect(new Set(messages()).size).toBe(sent)
  })
})

// --- helpers ---

function mayMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' })
    return process.platform === 'linux' && process.getuid?.() === 0
  } catch {
    return false
  }
}
