import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { EmbeddedSource } from '../../src/query/embedded-source'
import { openStore } from '../../src/store/open-store'
import type { Store } from '../../src/store/store'

let store: Store
let source: EmbeddedSource

beforeAll(async () => {
  const limits = { maxRows: 1e6, maxBytes: 512 * 1024 * 1024, maxAgeMs: 1e15 }
  store = await openStore({ path: ':memory:', limits, warn: () => undefined })
  source = new EmbeddedSource(store)
})

afterAll(() => store.close())

const MANY = 'range i from 1 to 20000000 step 1'

it.each([
  ['sorts long strings', `${MANY} | extend text = strcat(hash_sha256(i), hash_sha256(i + 1)) | sort by text | count`],
  ['groups by every value', `${MANY} | extend text = hash_sha256(i) | summarize count() by text | count`],
  ['makes one list of everything', `${MANY} | extend text = hash_sha256(i) | summarize make_list(text, 100000000)`],
  [
    'joins everything with everything',
    `${MANY} | extend k = 1 | join kind=inner (${MANY} | extend k = 1) on k | count`,
  ],
  ['makes one long string', 'print x = strrep(strrep(strrep("abcdefgh", 1024), 1024), 1024) | extend y = strcat(x, x)'],
])('goes on storing while a query %s, and answers the next one', async (_, text) => {
  let isRunning = true
  const outcome = source.query({ text, timeoutMs: 3_000 }).then(
    () => 'answered',
    (error: { code: string }) => error.code,
  )
  const ended = outcome.then(() => {
    isRunning = false
  })
  const { traces } = await store.counts()
  let stored = 0
  for (; isRunning; stored += 500) {
    await store.append(Array.from({ length: 500 }, (_, n) => ({ table: 'traces', row: { message: `${n}` } }) as const))
  }
  await ended

  expect(['AZMON_LOCAL_QUERY_FAILED', 'AZMON_LOCAL_QUERY_TIMEOUT', 'answered']).toContain(await outcome)
  expect(await store.counts()).toMatchObject({ traces: traces + stored })
  expect((await source.query({ text: 'traces | count' })).rows).toEqual([[traces + stored]])
  expect(process.memoryUsage.rss()).toBeLessThan(3 * 1024 ** 3)
})
