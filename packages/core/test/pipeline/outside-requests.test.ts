import { AsyncLocalStorage } from 'node:async_hooks'
import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { outsideRequests } from '../../src/pipeline/outside-requests'

it('runs work outside the async context of the caller, and returns its result', () => {
  const request = new AsyncLocalStorage<string>()
  const seen = request.run('a request', () => outsideRequests(() => [request.getStore()]))
  expect(seen).toEqual([undefined])
})

it('leaves no open handle that Jest would report', async () => {
  await using ingestion = await startIngestion()
  const rootDir = join(__dirname, '../programs')
  const config = { rootDir, testEnvironment: 'node', testMatch: ['<rootDir>/closed-client.test.js'], transform: {} }
  const { code, stderr } = await runProgram(
    require.resolve('jest/bin/jest'),
    { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString },
    ['--config', JSON.stringify(config), '--detectOpenHandles'],
  )
  expect([code, stderr]).toEqual([0, expect.stringContaining('1 passed')])
  expect(stderr).not.toContain('open handle')
})
