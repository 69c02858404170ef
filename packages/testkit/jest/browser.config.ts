/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'
import base from '../../../jest.config'

/** Looks at the page of azmon local in a real browser. Each file starts a browser, which takes a second and 300 MB. */
const config: Config = {
  ...base,
  rootDir: '../../..',
  testMatch: ['<rootDir>/packages/*/test/**/*.browser.ts'],
  maxWorkers: 1,
  testTimeout: 60_000,
}

export default config
