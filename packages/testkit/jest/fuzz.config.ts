/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** Hostile input for every parser of strings and objects from outside: a million of them, so a run of its own. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/*/test/**/*.fuzz.ts'],
  globalSetup: '<rootDir>/packages/testkit/jest/fuzz-setup.ts',
  testTimeout: 1_200_000,
}

export default config
