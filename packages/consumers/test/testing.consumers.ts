import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { consumerOfLocal } from '../src/consumer'
import { packagesNotInstalled, sectionsOf } from '../src/doc-sections'
import { run } from '../src/run'
import { store } from './store'

/** A section without `npm install` shows a program that a test of the docs runs. */
const SECTIONS = sectionsOf('testing.md').filter(({ installs }) => installs.length > 0)

const NODE_TEST = ['--test', '--test-reporter=tap']

it.each([
  ['orders.test.cjs', ['node_modules/jest/bin/jest.js', '--rootDir', 'tests', 'orders.test.cjs'], /Tests: +1 passed/],
  ['orders.test.mjs', ['node_modules/vitest/vitest.mjs', 'run', 'tests/orders.test.mjs'], /Tests +1 passed/],
  ['orders.node.mjs', [...NODE_TEST, 'tests/orders.node.mjs'], /# pass 1\n# fail 0/],
  ['outage.node.mjs', [...NODE_TEST, 'tests/outage.node.mjs'], /# pass 1\n# fail 0/],
])('the test %s in docs/testing.md passes and exits by itself', async (name, args, passed) => {
  const folder = consumerOfLocal(store)
  mkdirSync(join(folder, 'tests'), { recursive: true })
  const file = SECTIONS.flatMap(({ files }) => files).find((each) => each.name === name)
  writeFileSync(join(folder, 'tests', name), file?.code ?? '')
  const { code, stdout, stderr } = await run(folder, process.execPath, args, { NO_COLOR: '1' })
  expect([code, stdout + stderr]).toEqual([0, expect.stringMatching(passed)])
  expect(stdout + stderr).not.toMatch(/did not exit|worker process|hanging|close timed out/i)
})

it('has no other test in docs/testing.md', () => {
  expect(SECTIONS.flatMap(({ files }) => files)).toHaveLength(4)
})

it.each(SECTIONS)('the section $heading names all packages that its programs import', (section) => {
  expect(packagesNotInstalled(section)).toEqual([])
})
