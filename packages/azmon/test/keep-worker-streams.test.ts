import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

it("pino's worker delivers every record of a logger that nothing refers to when the process ends", async () => {
  await using ingestion = await startIngestion()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString }
  const { code, stderr } = await runProgram(join(__dirname, 'programs', 'forgets-logger.cjs'), env)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const records = ingestion.accepted.filter(({ data }) => data.baseType === 'MessageData')
  expect(records.map(({ data }) => data.baseData.message).sort()).toEqual([0, 1, 2, 3, 4].map((i) => `record ${i}`))
})
