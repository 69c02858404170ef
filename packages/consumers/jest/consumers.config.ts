/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** The packages as users have them: packed and installed where nothing of the workspace is. Needs a registry. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/consumers/test/*.consumers.ts'],
  globalSetup: '<rootDir>/packages/consumers/jest/setup.ts',
  globalTeardown: '<rootDir>/packages/consumers/jest/teardown.ts',
  // The first test that needs a consumer installs it.
  testTimeout: 180_000,
  maxWorkers: '100%',
  // Programs at a time, where a file runs many.
  maxConcurrency: 4,
}

export default config
