import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { aLog, type LocalWithItems, startLocalWith } from './a-local'
import { aFolder, run } from './a-spool'

let shop: LocalWithItems

beforeAll(async () => {
  shop = await startLocalWith(...['a', 'b\x1b[2J', 'c', 'd', 'e', 'f'].map((message) => aLog(message)))
})
afterAll(() => shop.local.close())

/** Returns the path of a file with these checks. */
function aFile(...checks: readonly object[]): string {
  const file = join(aFolder(), 'alerts.json')
  writeFileSync(file, JSON.stringify(checks.map((check) => ({ window: '15m', ...check }))))
  return file
}

const check = (file: string, ...args: readonly string[]) => run(['check', file, ...shop.source, ...args])

const silent = { name: 'No requests fail', query: 'requests', threshold: 5 }
const firing = { name: 'Logs', query: 'traces | project message | sort by message asc', window: '1h' }

it('exits with 0 if no check fires', async () => {
  expect(await check(aFile(silent))).toMatchObject({
    code: 0,
    stdout: 'ok      No requests fail: 0 rows in 15m, fires at > 5\n',
    stderr: '',
  })
})

it('exits with 1 if a check fires, and prints its first rows', async () => {
  expect(await check(aFile(silent, firing))).toMatchObject({
    code: 1,
    stdout: [
      'ok      No requests fail: 0 rows in 15m, fires at > 5',
      'FIRED   Logs: 6 rows in 1h, fires at > 0',
      ...['message', '───────', 'a', 'b?[2J', 'c', 'd', 'e', '…'].map((line) => `        ${line}`),
      '',
    ].join('\n'),
    stderr: '',
  })
})

it('prints JSON with --json', async () => {
  const { code, stdout } = await check(aFile(silent, firing), '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    checks: [
      { name: 'No requests fail', outcome: { kind: 'ok', rowCount: 0 } },
      { name: 'Logs', windowMs: 3_600_000, outcome: { kind: 'fired', rowCount: 6 } },
    ],
  })
})

it('exits with 2 if a query is wrong, and marks the place', async () => {
  const file = aFile(firing, { name: 'Wrong', query: 'traces | where mesage == "a"' })
  const { code, stdout } = await check(file)
  expect(code).toBe(2)
  expect(stdout).toContain(`\nFAILED  Wrong\n        ${file}: [1].query: `)
  expect(stdout).toContain('\n          traces | where mesage == "a"\n                         ^^^^^^\n')
})

it('exits with 1 if the source does not answer', async () => {
  const { code, stdout } = await run(['check', aFile(silent), '--source', 'http://127.0.0.1:9'])
  expect(code).toBe(1)
  expect(stdout).toMatch(/^FAILED {2}No requests fail\n {8}.*127\.0\.0\.1:9/)
})

it('exits with 2 and the JSON path if the file is wrong', async () => {
  const file = aFile({ ...silent, threshold: '5' })
  const { code, stdout, stderr } = await check(file)
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: `azmon check: ${file}: [0].threshold must be a number, got a string.\n`,
  })
})

it('evaluates the file in the docs', async () => {
  const page = readFileSync(join(__dirname, '../../../../docs/alerts.md'), 'utf8')
  const [, json = ''] = /```json\n(.*?)```/s.exec(page) ?? []
  const file = join(aFolder(), 'alerts.json')
  writeFileSync(file, json)
  expect(await check(file)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /^ok {6}The program itself fails: 0 rows in 15m.*\nFIRED {3}No order was placed: 0 rows/,
    ),
  })
})
