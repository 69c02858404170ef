/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** A million hostile inputs for the parsers of external strings and objects, so they are a separate run. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/*/test/**/*.fuzz.ts'],
  globalSetup: '<rootDir>/packages/testkit/jest/fuzz-setup.ts',
  testTimeout: 1_200_000,
}

export default config
