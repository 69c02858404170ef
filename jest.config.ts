/** @jest-config-loader esbuild-register */
import type { Config } from 'jest'

const config: Config = {
  testMatch: ['<rootDir>/packages/*/test/**/*.test.ts'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/packages/testkit/jest/setup.ts',
  globalTeardown: '<rootDir>/packages/testkit/jest/teardown.ts',
  // Many tests start real processes, which take longer on a busy machine. Jest reads a percentage above 100 as a number.
  maxWorkers: '100%',
  testTimeout: 120_000 * Number(process.env['PROPERTY_FACTOR'] ?? 1),
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Workspace packages are tested from source; only child processes load the built packages.
  moduleNameMapper: {
    '^@azmon/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^@azmon/core/adapter$': '<rootDir>/packages/core/src/adapter.ts',
    '^@azmon/([^/]+)/([^/.]+)$': '<rootDir>/packages/$1/src/$2',
  },
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/'],
}

export default config
