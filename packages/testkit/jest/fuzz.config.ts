/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** Runs a million hostile inputs through the parsers of external strings and objects, separately because it takes long. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/*/test/**/*.fuzz.ts'],
  globalSetup: '<rootDir>/packages/testkit/jest/fuzz-setup.ts',
  testTimeout: 1_200_000,
}

export default config
