import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { parseConnectionString } from '../../src/options/connection-string'
import { spoolPlaces } from '../../src/spool/disk'
import { aFolder, aProgram, batchFileOf, spoolFolder } from '../spool/open-file-spool'

/** SPOOL_FILES=100000 takes minutes to fill the directories. */
const FILES = Number(process.env['SPOOL_FILES'] ?? 30_000)
const CONNECTION = 'InstrumentationKey=11111111-2222-4333-8444-555555555555;IngestionEndpoint=http://127.0.0.1:9'

/** The processor time that one turn of the event loop may take. */
const TURN_MS = 20

/** Processor time of the main thread in milliseconds, which does not depend on other programs. */
const CPU = `
  const fs = require('node:fs')
  const cpuMs = () => {
    try {
      return Number(fs.readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
    } catch {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e3
    }
  }`

describe(`a directory with ${FILES} files`, () => {
  it.each([
    ['batches', (index: number, bytes: number) => aName(Date.now() - 1_000 - index, index, bytes), batchFileOf('a')],
    ['batches, damaged', (index: number) => aName(Date.now() - 1_000 - index, index, 0), Buffer.alloc(0)],
    ['files of others', (index: number) => `other ${index}`, Buffer.alloc(0)],
  ])('delays neither put, refresh, claim nor stats: %s', async (_, nameOf, content) => {
    const folder = aFolder()
    fill(spoolFolder(folder), (index) => nameOf(index, content.length), content)
    const { stdout, stderr } = await runProgram(worksIn(folder))
    expect(stderr).toBe('')
    const { longestMs, longTurns, turns, stored, left } = JSON.parse(stdout)
    expect(stored).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(FILES + stored)
    // A garbage collection may happen in a turn, so a few turns may take longer.
    expect(longTurns / turns).toBeLessThan(0.01)
    expect(longestMs).toBeLessThan(5 * TURN_MS)
  })

  it('is reduced to its limit, oldest files first', async () => {
    const folder = aFolder()
    const nowMs = Date.now()
    fill(spoolFolder(folder), (index) => aName(nowMs - FILES - 1_000 + index, index, 0), Buffer.alloc(0), 30_000)
    const { stdout } = await runProgram(worksIn(folder, { untilFiles: 20_000, isLeader: true, claims: false }))
    const { left, dropped } = JSON.parse(stdout)
    expect(left).toBeLessThanOrEqual(20_000)
    expect(dropped).toBeGreaterThanOrEqual(10_000)
    const sequences = readdirSync(spoolFolder(folder))
      .filter((name) => name.includes(WRITER))
      .map((name) => Number.parseInt(name.split('-')[3] ?? '', 36))
    expect(Math.min(...sequences)).toBeGreaterThanOrEqual(30_000 - 20_000)
  })

  it('does not delay the end of a process', async () => {
    const folder = aFolder()
    const [place] = spoolPlaces(parseConnectionString(CONNECTION), [{ base: folder, levels: [] }])
    const directory = join(folder, ...(place?.levels ?? []))
    mkdirSync(directory, { mode: 0o700 })
    const content = batchFileOf('a')
    fill(directory, (index) => aName(Date.now() - 1_000 - index, index, content.length), content)
    const { stdout, code } = await runProgram(
      aProgram(`${CPU}
        const { TelemetryClient } = require('./index')
        const client = new TelemetryClient({ connectionString: '${CONNECTION}', storagePath: '${folder}' })
        for (let i = 0; i < 5_000; i++) client.trackTrace({ message: 'item ' + i })
        let startedMs
        process.on('exit', () => {
          const { spooled, dropped } = client.stats()
          console.log(JSON.stringify({ spooled, dropped, tookMs: cpuMs() - startedMs }))
        })
        startedMs = cpuMs()
        process.exit(3)
      `),
    )
    expect(code).toBe(3)
    const { spooled, dropped, tookMs } = JSON.parse(stdout)
    expect([spooled, dropped]).toEqual([5_000, 0])
    expect(tookMs).toBeLessThan(250)
  })
})

// --- helpers, in order of use ---

const WRITER = '00c0ffee00c0ffee'

function aName(timeMs: number, index: number, bytes: number): string {
  return `1nr-${timeMs.toString(36)}-${WRITER}-${index.toString(36)}-1-${bytes.toString(36)}.rdy`
}

function fill(directory: string, nameOf: (index: number) => string, content: Buffer, files = FILES): void {
  for (let index = 0; index < files; index++) writeFileSync(join(directory, nameOf(index)), content, { mode: 0o600 })
}

/** A process that stores, refreshes, claims and reads stats, and measures how long each turn takes. */
function worksIn(folder: string, { untilFiles = 0, isLeader = true, claims = true } = {}): string {
  return aProgram(`${CPU}
    const { FileSpool } = require('./spool/file-spool')
    const { SpoolDirectory } = require('./spool/directory')
    const { SpoolAccount } = require('./diagnostics/spool-account')
    const { Drops, OnDrops } = require('./diagnostics/drops')
    const { ItemEnds } = require('./diagnostics/item-ends')
    const { systemClock } = require('./clock')
    const account = new SpoolAccount(new Drops(new OnDrops()), {}, new ItemEnds())
    const spool = new FileSpool(
      { storageMaxBytes: 104_857_600, storageRetentionMs: 169_200_000, storageMaintenanceMs: 500, isSynced: false },
      {
        directory: new SpoolDirectory([{ base: '${folder}', levels: ['spool'] }]),
        election: { isLeader: ${isLeader}, join() {}, leave: async () => {} },
        account,
        clock: systemClock,
        onReady() {},
        onTrouble() {},
      },
    )
    const json = JSON.stringify({ iKey: 'k', data: {} })
    const item = { json, bytes: json.length, sequence: 0, copyTo: (target, at) => target.write(json, at) }
    const [turnMs, untilMs] = [[], performance.now() + 5_000]
    let [stored, startedMs] = [0, 0]
    const left = () => fs.readdirSync('${folder}/spool').filter((name) => name.endsWith('.rdy')).length
    const isOver = () =>
      ${untilFiles} > 0 ? turnMs.length % 1_000 === 0 && left() <= ${untilFiles} : performance.now() > untilMs
    spool.start()
    turn()
    function turn() {
      if (startedMs > 0) turnMs.push(cpuMs() - startedMs)
      if (isOver()) return end()
      startedMs = cpuMs()
      if (${claims} && turnMs.length % 20 === 0 && spool.put({ items: [item] }) === 'stored') stored++
      if (${claims} && turnMs.length % 30 === 0) void spool.claim().then((claim) => claim?.ack())
      spool.contents
      spool.hasReady
      setImmediate(turn)
    }
    function end() {
      const longTurns = turnMs.filter((ms) => ms > ${TURN_MS}).length
      const { dropped } = account.stats
      console.log(
        JSON.stringify({ longestMs: Math.max(...turnMs), longTurns, turns: turnMs.length, stored, left: left(), dropped }),
      )
      process.exit()
    }
  `)
}
