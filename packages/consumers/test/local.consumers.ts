import { expect, it } from '@jest/globals'
import { consumerOfLocal } from '../src/consumer'
import { run } from '../src/run'
import { store } from './store'

const JEST = 'node_modules/jest/bin/jest.js'
const VITEST = 'node_modules/vitest/vitest.mjs'

it.each([
  [
    'two files of Jest in one process',
    [JEST, '--runInBand', 'local/first.jest', 'local/second.jest'],
    /Tests: +4 passed/,
  ],
  ['Vitest', [VITEST, 'run', 'local/local.vitest.test.mjs'], /Tests +1 passed/],
  ['Vitest in worker threads', [VITEST, 'run', '--pool=threads', 'local/local.vitest.test.mjs'], /Tests +1 passed/],
  ['node:test', ['--test', '--test-reporter=tap', 'local/local.node.test.mjs'], /# pass 1/],
])('tests of %s run with a local Application Insights and exit by themselves', async (_, args, passed) => {
  const consumer = consumerOfLocal(store)
  const { code, stdout, stderr } = await run(consumer, process.execPath, args, { NO_COLOR: '1' })
  const output = stdout + stderr
  expect([code, output]).toEqual([0, expect.stringMatching(passed)])
  expect(output).not.toMatch(/did not exit|worker process|hanging|close timed out/i)
})
