import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ScriptedIngestion, startIngestion, startProgram } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

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

async function requestsOf(how: string): Promise<unknown[]> {
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, STORAGE: storage, HOW: how }
  const running = startProgram(join(__dirname, 'programs', 'interrupted.cjs'), { env })
  if (how.endsWith('a signal')) {
    await running.untilPrinted('ready')
    running.signal('SIGTERM')
  }
  await running.ended
  return ingestion.accepted
    .filter(({ data }) => data.baseType === 'RequestData')
    .map(({ data: { baseData } }): Readonly<Record<string, unknown>> => ({ ...baseData }))
    .map(({ url, responseCode, success, properties }) => [
      String(url).replace(/^.*\//, '/'),
      responseCode,
      success,
      Reflect.get(Object(properties), 'interrupted'),
    ])
    .sort()
}

describe('an unfinished request when the process ends', () => {
  it.each(['throws', 'exits', 'closes', 'gets a signal'])(
    'is a failed row with the status sent so far: the process %s',
    async (how) => {
      expect(await requestsOf(how)).toEqual([
        ['/orders', '0', false, 'true'],
        ['/streamed', '200', false, 'true'],
      ])
    },
  )

  it('is one row with its response if the application still responds', async () => {
    expect(await requestsOf('answers at a signal')).toEqual([
      ['/orders', '200', true, undefined],
      ['/streamed', '200', true, undefined],
    ])
  })
})
