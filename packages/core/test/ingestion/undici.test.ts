import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

it('loads only the client of undici, and leaves the agent of Node’s fetch alone', async () => {
  await using ingestion = await startIngestion()
  const { stdout, stderr } = await runProgram(join(__dirname, '../programs/loads-undici.cjs'), {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  })
  expect(stderr).toBe('')
  const { sent, files, hasAgent } = JSON.parse(stdout)
  expect({ sent, hasAgent }).toEqual({ sent: 1, hasAgent: false })
  expect(files).not.toContain('index.js')
  expect(files.length).toBeLessThan(45)
})
