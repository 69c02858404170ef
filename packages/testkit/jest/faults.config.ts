/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** Tests of failures, which take minutes, so they are a separate run. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/*/test/faults/**/*.faults.ts'],
  testTimeout: 600_000,
  // Most of them wait for processes that wait for an endpoint. Each test may start several.
  maxWorkers: '100%',
  maxConcurrency: 4,
}

export default config
