import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, openSource, startLocal } from '../../src'
import { anEnvelope, postEnvelopes } from '../an-envelope'
import { anAnswer, startCloud } from './a-cloud'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  const at = (time: string, message: string) => anEnvelope('MessageData', { message, severityLevel: 1 }, { time })
  const now = Date.now()
  const early = new Date(now - 3_600_000).toISOString()
  const late = new Date(now - 60_000).toISOString()
  await postEnvelopes(local.url, [at(early, 'early'), at(late, 'late')])
})

afterAll(() => local.close())

it('answers from another azmon local with the same values as that one itself', async () => {
  const source = openSource(local.url)
  expect(source.name).toBe(`azmon local at ${new URL(local.url).host}`)
  const text =
    'print i = int(1), l = 9007199254740993, r = 0.5, n = real(nan), s = "a", b = true, d = dynamic({"a": [1]}), t = 1d, at = datetime(2020-01-02)'
  const { columns, rows, isTruncated } = await source.query({ text })
  expect(columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
    ...['i: int', 'l: long', 'r: real', 'n: real', 's: string', 'b: bool', 'd: dynamic', 't: timespan', 'at: datetime'],
  ])
  expect(rows).toEqual([
    [1, '9007199254740993', 0.5, 'NaN', 'a', true, { a: [1] }, '1.00:00:00', '2020-01-02T00:00:00.0000000Z'],
  ])
  expect(isTruncated).toBe(false)
})

it('keeps the types of dynamic values of another azmon local, and its warnings', async () => {
  const text =
    'print a = dynamic("1"), b = dynamic(1), c = dynamic({"x": "2", "y": 2.5}), d = dynamic("[1]"), e = dynamic(true)'
  expect((await openSource(local.url).query({ text })).rows).toEqual([['1', 1, { x: '2', y: 2.5 }, '[1]', true]])
  const { warnings } = await openSource(local.url).query({ text: 'traces | join traces on message | count' })
  expect(warnings).toHaveLength(1)
})

it('returns at most maxRows rows', async () => {
  const { rows, isTruncated } = await openSource(local.url).query({ text: 'range i from 1 to 9 step 1', maxRows: 2 })
  expect([rows, isTruncated]).toEqual([[[1], [2]], true])
})

it('throws the error of a wrong query, with its place', async () => {
  await expect(openSource(local.url).query({ text: 'traces\n| where mesage == 1' })).rejects.toMatchObject({
    name: 'KqlError',
    code: 'UNKNOWN_COLUMN',
    line: 2,
    column: 9,
    span: { start: 15, end: 21 },
  })
})

it('sends the token of its URL, its options or the environment', async () => {
  await using guarded = await startLocal({ port: 0, token: 'secret-0123456789' })
  const query = { text: 'print 1' }
  expect((await openSource(`${guarded.url}?token=secret-0123456789`).query(query)).rows).toEqual([[1]])
  expect((await openSource(guarded.url, { token: 'secret-0123456789' }).query(query)).rows).toEqual([[1]])
  await expect(openSource(guarded.url).query(query)).rejects.toMatchObject({
    code: 'AZMON_LOCAL_SOURCE_ACCESS',
    message: expect.stringContaining('token'),
  })
})

it('says that nothing runs at the address', async () => {
  const gone = await startLocal({ port: 0 })
  await gone.close()
  await expect(openSource(gone.url).query({ text: 'print 1' })).rejects.toMatchObject({
    code: 'AZMON_LOCAL_SOURCE_UNREACHABLE',
    message: expect.stringMatching(/ECONNREFUSED/),
  })
})

it.each([
  [
    'appinsights:1234',
    'https://api.applicationinsights.io/v1/apps/1234/query',
    'https://api.applicationinsights.io/.default',
  ],
  ['workspace:5678', 'https://api.loganalytics.io/v1/workspaces/5678/query', 'https://api.loganalytics.io/.default'],
  [
    'https://c.kusto.windows.net/db',
    'https://c.kusto.windows.net/v2/rest/query',
    'https://c.kusto.windows.net/.default',
  ],
])('asks %s with a token of the credential', async (spec, url, scope) => {
  await using cloud = await startCloud()
  cloud.replies({ status: 400, body: '' })
  const scopes: string[] = []
  const credential = {
    getToken: async (asked: string) => {
      scopes.push(asked)
      return { token: 'abc', expiresOnTimestamp: Date.now() + 3_600_000 }
    },
  }
  const source = openSource(spec, { credential, fetch: cloud.fetch })
  await source.query({ text: 'print 1' }).catch(() => undefined)
  expect(scopes).toEqual([scope])
  expect(cloud.requests).toMatchObject([{ url, headers: { authorization: 'Bearer abc' } }])
})

it('asks Application Insights with an API key', async () => {
  await using cloud = await startCloud()
  cloud.replies({ body: anAnswer([['n', 'long']], [1]) })
  await openSource('appinsights:1234', { apiKey: 'k', fetch: cloud.fetch }).query({ text: 'print 1' })
  expect(cloud.requests[0]?.headers).toMatchObject({ 'x-api-key': 'k' })
  expect(cloud.requests[0]?.headers).not.toHaveProperty('authorization')
})
