/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** What becomes of telemetry when everything goes wrong: minutes instead of seconds, so a run of its own. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/*/test/faults/**/*.faults.ts'],
  testTimeout: 300_000,
  // They start many processes, and look at how long these take.
  maxWorkers: 1,
}

export default config
