import { join } from 'node:path'
import { startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { consumerWithTools } from '../src/consumer'
import { run } from '../src/run'
import { delivered, RECORD_AND_ERROR } from './deliveries'
import { store } from './store'

// Each gets the path of its own test, because both search all subfolders by default.
it.each([
  ['Jest', 'node_modules/jest/bin/jest.js', ['jest/orders.test.js']],
  ['Vitest', 'node_modules/vitest/vitest.mjs', ['run', 'vitest/orders.test.mjs']],
])('tests in %s log to Azure Monitor and exit by themselves', async (_, runner, args) => {
  await using ingestion = await startIngestion()
  const consumer = consumerWithTools(store)
  const ended = await run(consumer, process.execPath, [join(consumer, runner), ...args], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    NO_COLOR: '1',
  })
  const output = ended.stdout + ended.stderr
  expect([ended.code, output]).toEqual([0, expect.stringMatching(/Tests: +2 passed|Tests +2 passed/)])
  expect(output).not.toMatch(/did not exit|worker process|hanging|close timed out/i)
  expect(delivered(ingestion)).toEqual([...RECORD_AND_ERROR, ...RECORD_AND_ERROR])
})
