import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../../src'
import { runForResult, runQuery } from '../../../web/src/query/client'

let local: LocalApplicationInsights
const { fetch: originalFetch } = globalThis

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  // In a browser, the address is relative to the page.
  globalThis.fetch = (path, init) => originalFetch(new URL(String(path), local.url), init)
})

afterAll(async () => {
  globalThis.fetch = originalFetch
  await local.close()
})

it('returns the columns and rows of a query', async () => {
  expect(await runQuery('print a = 1')).toMatchObject({ columns: [{ name: 'a', type: 'long' }], rows: [[1]] })
})

it('returns the chart and the warnings, and no more rows than were asked for', async () => {
  const query = 'datatable(a: long)[2, 1] | order by a desc | render columnchart with (title="t")'

  expect(await runForResult(query, { maxRows: 1 })).toMatchObject({
    ...{ rows: [[2]], isTruncated: true, warnings: [] },
    render: { kind: 'columnchart', properties: { title: 't' } },
  })
})

it('says what is wrong with a query, and where', async () => {
  await expect(runQuery('traces\n| where mesage == 1')).rejects.toMatchObject({
    name: 'QueryError',
    code: 'UNKNOWN_COLUMN',
    message: expect.stringContaining('mesage'),
    ...{ line: 2, column: 9, length: 6 },
  })
})

it('says what is wrong with a request', async () => {
  await expect(runQuery('print 1', { timespan: '1h' })).rejects.toMatchObject({
    message: expect.stringMatching(/^timespan must be/),
    line: undefined,
  })
})
