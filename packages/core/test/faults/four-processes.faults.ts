import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprintOf, Oracle, readSpool, startGate, startProgram, startSink } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const PROCESSES = 4
const ITEMS_EACH = 2_000

it('four processes that share a directory through an outage deliver everything, once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-four-'))
  const oracle = new Oracle()
  await using sink = await startSink((items) => oracle.delivered(items))
  await using gate = await startGate(sink.url)
  await gate.shut()
  const env = { STORAGE: folder, CONNECTION: sink.connectionString.replace(sink.url, gate.url) }
  const names = Array.from({ length: PROCESSES }, (_, index) => `p${index}`)
  for (const name of names) {
    for (let i = 0; i < ITEMS_EACH; i++) {
      oracle.issued(`${name}-${i}`, fingerprintOf(`${name}-${i} ${'x'.repeat(500)}`))
      oracle.acknowledged(`${name}-${i}`)
    }
  }

  const programs = names.map((NAME) =>
    startProgram(join(__dirname, 'programs', 'shares.cjs'), { env: { ...env, NAME } }),
  )
  await Promise.all(programs.map((program) => program.untilPrinted('settled')))
  expect(readSpool(folder).items).toHaveLength(PROCESSES * ITEMS_EACH)

  await gate.open()
  const openedMs = performance.now()
  await sink.untilAccepted(PROCESSES * ITEMS_EACH)
  const tookMs = Math.round(performance.now() - openedMs)
  for (const program of programs) program.signal('SIGTERM')
  for (const program of programs) expect(await program.ended).toMatchObject({ signal: 'SIGTERM', stderr: '' })

  process.stdout.write(
    `${PROCESSES} processes: all delivered ${tookMs} ms after the outage, ${sink.requests} requests\n`,
  )
  expect(oracle.verdict()).toMatchObject({
    delivered: PROCESSES * ITEMS_EACH,
    lost: [],
    unknown: [],
    changed: [],
    duplicateItems: 0,
  })
  expect(readSpool(folder)).toEqual({ items: [], names: [], damaged: [] })
  rmSync(folder, { recursive: true })
})
