import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const INSTRUMENTED = join(__dirname, '..', 'programs', 'instrumented.cjs')

it('an idle application sends nothing for ten seconds, although undici is instrumented', async () => {
  await using ingestion = await startIngestion()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, IDLE_MS: '10000' }
  expect(await runProgram(INSTRUMENTED, env)).toMatchObject({ code: 0, stderr: '' })
  expect(ingestion.accepted).toHaveLength(6)
})
