/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** Runs the tests of failures separately, because they take minutes. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/*/test/faults/**/*.faults.ts'],
  testTimeout: 600_000,
  // Most tests wait for processes that wait for an endpoint. Each test may start several processes.
  maxWorkers: '100%',
  maxConcurrency: 4,
}

export default config
