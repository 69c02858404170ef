/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** Tests the packages as users install them: packed, and outside the workspace. Needs access to a registry. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/consumers/test/*.consumers.ts'],
  globalSetup: '<rootDir>/packages/consumers/jest/setup.ts',
  globalTeardown: '<rootDir>/packages/consumers/jest/teardown.ts',
  // The first test of each consumer installs it.
  testTimeout: 180_000,
  maxWorkers: '100%',
  // The number of programs that a file runs at a time.
  maxConcurrency: 4,
}

export default config
