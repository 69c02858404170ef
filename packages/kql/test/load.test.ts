import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'

const PACKAGE = join(__dirname, '..')

/** The number of modules of the package that a program loads. */
function modulesLoadedBy(program: string): number {
  const count = `Object.keys(require.cache).filter((file) => file.startsWith(${JSON.stringify(PACKAGE)})).length`
  const code = `const kql = require(${JSON.stringify(PACKAGE)}); ${program}; process.stdout.write(String(${count}))`
  return Number(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }))
}

it('loads the compiler when a query is first compiled', () => {
  expect(modulesLoadedBy('kql.applicationInsightsSchema.requests.columns.length')).toBeLessThan(20)
  expect(modulesLoadedBy("kql.compile('print 1', {})")).toBeGreaterThan(100)
})
