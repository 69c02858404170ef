import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSpool, startProgram, startSink } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'

const RECORDS = Array.from({ length: 1_000 }, (_, i) => `record ${i}`).sort()

async function runUntil(signal: NodeJS.Signals, env: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-signals-'))
  const arrived: (string | undefined)[] = []
  await using sink = await startSink((items) => {
    for (const { data } of items) if (data.baseType === 'MessageData') arrived.push(data.baseData.message)
  })
  const program = startProgram(join(__dirname, 'programs', 'signalled-beside-worker.cjs'), {
    env: { ...env, XDG_STATE_HOME: folder, APPLICATIONINSIGHTS_CONNECTION_STRING: sink.connectionString },
  })
  await program.untilPrinted('ready')
  program.signal(signal)
  const ended = await program.ended
  const stored = readSpool(folder).items.filter(({ data }) => data.baseType === 'MessageData').length
  rmSync(folder, { recursive: true })
  return { ended, arrived: arrived.sort(), stored }
}

describe.each(['start()', 'winston'])("pino's worker beside %s", (beside) => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('sends everything when %s ends the process', async (signal) => {
    const { ended, arrived, stored } = await runUntil(signal, { BESIDE: beside })
    expect(ended).toMatchObject({ code: null, signal, stderr: '' })
    expect(arrived).toEqual(RECORDS)
    expect(stored).toBe(0)
  })

  it('sends everything once when the application exits at the signal', async () => {
    const { ended, arrived, stored } = await runUntil('SIGTERM', { BESIDE: beside, HANDLER: 'exits' })
    expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' })
    expect(arrived).toEqual(RECORDS)
    expect(stored).toBe(0)
  })
})
