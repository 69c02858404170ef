import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { EmbeddedSource } from '../../src/query/embedded-source'
import { openStore } from '../../src/store/open-store'
import type { Store } from '../../src/store/store'

let store: Store
let source: EmbeddedSource

beforeAll(async () => {
  store = await openStore({
    path: ':memory:',
    limits: { maxRows: 1e6, maxBytes: 1e9, maxAgeMs: 1e15 },
    warn: () => undefined,
  })
  source = new EmbeddedSource(store)
  await store.append([
    {
      table: 'traces',
      row: { timestamp: 1_000_000n, message: 'first', severityLevel: 1, customDimensions: { card: 'visa' } },
    },
    { table: 'traces', row: { timestamp: 2_000_000n, message: 'second' } },
  ])
})

afterAll(() => store.close())

it('answers a query with typed columns and the values of the query API', async () => {
  const text = 'traces | project timestamp, message, severityLevel, customDimensions | sort by timestamp asc'
  const { columns, rows, isTruncated } = await source.query({ text })

  expect(columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
    'timestamp: datetime',
    'message: string',
    'severityLevel: int',
    'customDimensions: dynamic',
  ])
  expect(rows).toEqual([
    ['1970-01-01T00:00:01.0000000Z', 'first', 1, { card: 'visa' }],
    ['1970-01-01T00:00:02.0000000Z', 'second', null, null],
  ])
  expect(isTruncated).toBe(false)
})

it('finds rows without a value by an empty string', async () => {
  const text = 'traces | where operation_Id == "" and isempty(cloud_RoleName) | project operation_Id, cloud_RoleName'
  expect((await source.query({ text })).rows).toEqual([
    ['', ''],
    ['', ''],
  ])
})

it('reads only rows of the time range, without its end', async () => {
  const timeRange = { fromMs: 1_000, toMs: 2_000 }
  const { rows } = await source.query({ text: 'union traces, requests | project message', timeRange })
  expect(rows).toEqual([['first']])
})

it('runs queries whose columns depend on the data', async () => {
  const { columns } = await source.query({
    text: 'traces | project customDimensions | evaluate bag_unpack(customDimensions)',
  })
  expect(columns.map(({ name }) => name)).toEqual(['card'])
})

it('returns at most maxRows rows, and says that there are more', async () => {
  const { rows, isTruncated } = await source.query({ text: 'range i from 1 to 5000 step 1', maxRows: 3 })
  expect(rows).toEqual([[1], [2], [3]])
  expect(isTruncated).toBe(true)
})

it.each([
  ['set truncationmaxrecords=2;', 2, true],
  ['set truncationmaxrecords=5;', 5, false],
  ['set truncationmaxrecords=9999999; set notruncation;', 5, false],
  ['set truncationmaxsize=9;', 2, true],
  ['set query_take_max_records=2;', 2, false],
  ['set query_take_max_records=4; set truncationmaxrecords=3;', 3, true],
  ['set truncationmaxrecords=many;', 5, false],
])('%s limits the rows to %i', async (settings, count, isTruncated) => {
  const result = await source.query({ text: `${settings} range i from 1 to 5 step 1` })
  expect({ count: result.rows.length, isTruncated: result.isTruncated }).toEqual({ count, isTruncated })
})

it('gives values to the parameters of a query', async () => {
  const text = 'declare query_parameters(a: long, b: string = "x"); print a, b'
  expect((await source.query({ text, parameters: { a: 5 } })).rows).toEqual([[5, 'x']])
})

it('returns the render instruction and the warnings', async () => {
  const { render, warnings } = await source.query({ text: 'traces | join traces on message | count | render barchart' })
  expect(render?.kind).toBe('barchart')
  expect(warnings).toHaveLength(1)
})

it('runs several queries at the same time', async () => {
  const slow = source.query({ text: 'range i from 1 to 3000000 step 1 | summarize dcount(i)' })
  const order: string[] = []
  await Promise.all([
    slow.then(() => order.push('slow')),
    source.query({ text: 'print 1' }).then(() => order.push('fast')),
  ])
  expect(order).toEqual(['fast', 'slow'])
})

const ENDLESS =
  'range i from 1 to 100000 step 1 | extend k = 1 | join kind=inner (range j from 1 to 100000 step 1 | extend k = 1) on k | count'

it('leaves a thread for ingestion while many long queries run, and stops them while they wait', async () => {
  const client = new AbortController()
  const answers = Array.from({ length: 6 }, () => source.query({ text: ENDLESS, signal: client.signal }))
  await store.append([{ table: 'traces', row: { timestamp: 3_000_000n, message: 'third' } }])
  client.abort()
  expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual(answers.map(() => 'rejected'))
  expect((await source.query({ text: 'traces | count' })).rows).toEqual([[3]])
})

it('reads the rows of a query only when one before has its result', async () => {
  let running = 0
  let mostRunning = 0
  const read: Store['read'] = async (...call) => {
    mostRunning = Math.max(mostRunning, ++running)
    return store.read(...call)
  }
  const watched = new EmbeddedSource(Object.assign(Object.create(store), { read }))
  const ask = async () => {
    await watched.query({ text: 'range i from 1 to 9000 step 1' })
    running--
  }
  await Promise.all(Array.from({ length: 12 }, ask))
  expect(mostRunning).toBeLessThan(6)
})

it('stops a query at its time limit', async () => {
  await expect(source.query({ text: ENDLESS, timeoutMs: 50 })).rejects.toMatchObject({
    code: 'AZMON_LOCAL_QUERY_TIMEOUT',
  })
})

it('stops a query whose client has gone', async () => {
  const client = new AbortController()
  const answer = source.query({ text: ENDLESS, signal: client.signal })
  client.abort()
  await expect(answer).rejects.toMatchObject({ code: 'AZMON_LOCAL_QUERY_FAILED' })
})

it('refuses a wrong query with its place', async () => {
  await expect(source.query({ text: 'traces\n| wher 1' })).rejects.toMatchObject({ name: 'KqlError', line: 2 })
})

it('stops running and later queries when the store is closed', async () => {
  const closed = await openStore({
    path: ':memory:',
    limits: { maxRows: 1e6, maxBytes: 1e9, maxAgeMs: 1e15 },
    warn: () => undefined,
  })
  const queries = new EmbeddedSource(closed)
  await queries.query({ text: 'print 1' })
  const running = [queries.query({ text: ENDLESS }), queries.query({ text: ENDLESS })]
  const outcomes = Promise.allSettled(running)
  await closed.close()

  const expected = { status: 'rejected', reason: expect.objectContaining({ code: 'AZMON_LOCAL_CLOSED' }) }
  expect(await outcomes).toEqual([expected, expected])
  await expect(queries.query({ text: 'print 1' })).rejects.toMatchObject({ code: 'AZMON_LOCAL_CLOSED' })
})
