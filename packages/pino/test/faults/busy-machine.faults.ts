import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSpool, runProgram, runToExit, startGate, startSink } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'

const program = (name: string) => join(__dirname, '..', 'programs', name)

describe('a process that ends on a busy machine', () => {
  it('has everything on disk when the HTTP client takes longer to load than pino waits', async () => {
    const env = { NODE_OPTIONS: `--require ${program('holds-undici.cjs')}` }
    const { ended, stored } = await runToExit(program('ends.cjs'), { how: 'exitsAtOnce' }, 'up', env)
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(stored).toHaveLength(200)
  })

  it('has delivered or stored everything when other programs use the processor', async () => {
    const spinning = Array.from({ length: SPINNING }, () => spawn(process.execPath, ['-e', 'for (;;);']))
    try {
      for (let round = 0; round < ROUNDS; round++) expect(await lostOf(4, 5_000)).toBe(0)
    } finally {
      for (const child of spinning) child.kill('SIGKILL')
    }
  })
})

// --- helpers ---

/** More of both, to look for what is rare: AZMON_TEST_ROUNDS=20 AZMON_TEST_SPINNING=12. */
const ROUNDS = Number(process.env['AZMON_TEST_ROUNDS'] ?? 1)
const SPINNING = Number(process.env['AZMON_TEST_SPINNING'] ?? 4)

/** How many records are lost of processes that end at the same time, while the endpoint is down. */
async function lostOf(processes: number, records: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-busy-'))
  await using sink = await startSink(() => {})
  await using gate = await startGate(sink.url)
  await gate.shut()
  const CONNECTION = sink.connectionString.replace(sink.url, gate.url)
  const names = Array.from({ length: processes }, (_, index) => `process${index}`)
  await Promise.all(
    names.map((NAME) =>
      runProgram(program('ends-when-asked.cjs'), { CONNECTION, STORAGE: folder, NAME, RECORDS: String(records) }),
    ),
  )
  const stored = new Set(readSpool(folder).items.map(({ data }) => data.baseData.message))
  rmSync(folder, { recursive: true })
  return processes * records - stored.size
}
