import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGate, startProgram, startSink } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const SECONDS = 20
const ITEMS = SECONDS * 1_000
const MAX_GROWTH_BYTES = 24 * 1_048_576

const program = join(__dirname, 'programs', 'starves.cjs')

it.concurrent.each([
  ['is a file', 'works'],
  ['takes nothing', 'fails'],
])(
  `without an endpoint, and with a directory that %s, memory is bounded, errors are kept and every loss is counted`,
  async (what, DISK) => {
    const folder = mkdtempSync(join(tmpdir(), 'azmon-starved-'))
    const STORAGE = join(folder, 'spool')
    if (DISK === 'works') writeFileSync(STORAGE, '')
    const arrived: string[] = []
    await using sink = await startSink((items) => {
      for (const item of items) arrived.push((item.data.baseData.message ?? '').slice(0, 1))
    })
    await using gate = await startGate(sink.url)
    await gate.shut()
    const CONNECTION = sink.connectionString.replace(sink.url, gate.url)
    const running = startProgram(program, { env: { CONNECTION, STORAGE, DISK, SECONDS: String(SECONDS) } })
    await running.untilPrinted('full')
    await gate.open()
    running.writeLine('end')

    const ended = await running.ended
    const { tracked, stats, dropped, growthBytes } = JSON.parse(ended.stdout.replace('full\n', ''))
    const arrivedOf = (level: string) => arrived.filter((severity) => severity === level).length
    process.stdout.write(
      `starved, the directory ${what}: ${(growthBytes / 1_048_576).toFixed(1)} MiB more heap; dropped ${JSON.stringify(dropped)}; arrived ${[0, 1, 3].map((level) => `${arrivedOf(String(level))} of level ${level}`).join(', ')}\n`,
    )
    expect(ended).toMatchObject({ code: 0 })
    expect(growthBytes).toBeLessThanOrEqual(MAX_GROWTH_BYTES)
    expect(tracked).toBe(ITEMS)
    expect(arrivedOf('3')).toBe(ITEMS / 20)
    expect(stats).toMatchObject({ received: ITEMS, sent: arrived.length, queued: 0, inFlight: 0, spooled: 0 })
    expect(stats.dropped).toBe(ITEMS - arrived.length)
    expect(stats.droppedByReason).toEqual({ 'queue-full': stats.dropped })
    expect(stats.droppedBySeverity).toEqual(dropped)
    expect(Object.keys(dropped)).toContain('0')
    expect(Object.keys(dropped)).not.toContain('3')
    rmSync(folder, { recursive: true })
  },
)
