import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import {
  type Check,
  evaluateChecks,
  type LocalApplicationInsights,
  openSource,
  type QuerySource,
  readChecks,
  startLocal,
} from '../../src'
import { aMessage, postEnvelopes } from '../an-envelope'

const folder = mkdtempSync(join(tmpdir(), 'azmon-checks-'))
const file = join(folder, 'alerts.json')
let local: LocalApplicationInsights
let source: QuerySource

beforeAll(async () => {
  writeFileSync(file, '[{ "name": "Any log", "query": "traces | project message", "window": "15m" }]')
  local = await startLocal({ port: 0, checks: file })
  source = openSource(local.url)
  const old = new Date(Date.now() - 3_600_000).toISOString()
  await postEnvelopes(local.url, [aMessage('a'), aMessage('b'), aMessage('old', { time: old })])
})

afterAll(async () => {
  await local.close()
  rmSync(folder, { recursive: true })
})

function aCheck(check: Partial<Check> = {}): Check {
  return { name: 'a', query: 'traces', windowMs: 900_000, threshold: 0, operator: '>', ...check }
}

it.each<[Partial<Check>, string]>([
  [{}, 'fired'],
  [{ threshold: 2 }, 'ok'],
  [{ threshold: 2, operator: '>=' }, 'fired'],
  [{ threshold: 2, operator: '<' }, 'ok'],
  [{ threshold: 2, operator: '<=' }, 'fired'],
  [{ threshold: 2, operator: '==' }, 'fired'],
  [{ query: 'requests', threshold: 1, operator: '<' }, 'fired'],
  [{ windowMs: 86_400_000, threshold: 3, operator: '==' }, 'fired'],
])('of two rows in 15 minutes, %j has %s', async (check, kind) => {
  expect(await evaluateChecks([aCheck(check)], source)).toMatchObject([{ outcome: { kind } }])
})

it('shows the first rows, and says if there are more than it has counted', async () => {
  const [evaluated] = await evaluateChecks([aCheck({ query: 'range i from 1 to 5000 step 1' })], source)
  expect(evaluated).toMatchObject({ outcome: { rowCount: 1_000, isTruncated: true, columns: [{ name: 'i' }] } })
  expect(evaluated?.outcome.kind === 'fired' && evaluated.outcome.rows.length).toBe(20)
})

it('counts as many rows as the threshold needs', async () => {
  const check = aCheck({ query: 'range i from 1 to 5000 step 1', threshold: 4_999 })
  expect(await evaluateChecks([check], source)).toMatchObject([{ outcome: { kind: 'fired', rowCount: 5_000 } }])
})

it('reports a wrong query with its place, and evaluates the others', async () => {
  const checks = [aCheck({ query: 'traces\n| where mesage == 1' }), aCheck()]
  expect(await evaluateChecks(checks, source)).toMatchObject([
    { outcome: { kind: 'failed', code: 'UNKNOWN_COLUMN', place: { line: 2, column: 9, length: 6 } } },
    { outcome: { kind: 'fired' } },
  ])
})

it('reports a source that does not answer', async () => {
  const stopped = await startLocal({ port: 0 })
  await stopped.close()
  expect(await evaluateChecks([aCheck()], openSource(stopped.url))).toMatchObject([
    { outcome: { kind: 'failed', code: 'AZMON_LOCAL_SOURCE_UNREACHABLE', place: undefined } },
  ])
})

const checksOfPage = async () => {
  const response = await fetch(new URL('api/checks', local.url))
  return { status: response.status, body: await response.json() }
}

it('serves the checks of its file, and reads it again each time', async () => {
  expect(await checksOfPage()).toMatchObject({
    status: 200,
    body: { checks: [{ name: 'Any log', outcome: { kind: 'fired', rows: [['a'], ['b']] } }] },
  })
  writeFileSync(file, '[{ "name": "Any log", "query": 7 }]')
  expect(await checksOfPage()).toEqual({
    status: 400,
    body: { error: { code: 'AZMON_LOCAL_OPTION', message: `${file}: [0].query must be a string, got a number.` } },
  })
})

it('serves no checks without a file', async () => {
  await using without = await startLocal({ port: 0 })
  expect(await (await fetch(new URL('api/checks', without.url))).json()).toEqual({ checks: [] })
})

it('does not start with a file that is wrong or missing', async () => {
  await expect(startLocal({ port: 0, checks: file })).rejects.toMatchObject({ code: 'AZMON_LOCAL_OPTION' })
  await expect(readChecks(join(folder, 'missing.json'))).rejects.toMatchObject({
    code: 'AZMON_LOCAL_OPTION',
    message: expect.stringMatching(/missing\.json cannot be read: .*ENOENT/),
  })
})
