import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ScriptedIngestion, startIngestion, startProgram } from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'

let ingestion: ScriptedIngestion
let storage: string

beforeEach(async () => {
  ingestion = await startIngestion()
  storage = mkdtempSync(join(tmpdir(), 'azmon-interrupted-'))
})

afterEach(async () => {
  await ingestion.close()
  rmSync(storage, { recursive: true })
})

it.each(['throws', 'exits', 'closes', 'gets a signal'])(
  'records a call in flight with what is known when the process ends: it %s',
  async (how) => {
    const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, STORAGE: storage, HOW: how }
    const running = startProgram(join(__dirname, '../programs/interrupted-calls.cjs'), { env })
    if (how === 'gets a signal') {
      await running.untilPrinted('ready')
      running.signal('SIGTERM')
    }
    await running.ended
    const calls = ingestion.accepted.filter(({ data }) => data.baseType === 'RemoteDependencyData')
    const rows = calls.map(({ data: { baseData } }): Readonly<Record<string, unknown>> => ({ ...baseData }))
    expect(rows.sort((a, b) => String(a['name']).localeCompare(String(b['name'])))).toMatchObject([
      { name: 'GET /orders', resultCode: '0', success: false, properties: { interrupted: 'true' } },
      { name: 'GET /streamed', resultCode: '200', success: true, properties: { interrupted: 'true' } },
    ])
    expect(ingestion.accepted.filter(({ data }) => data.baseType === 'ExceptionData')).toHaveLength(0)
  },
)
