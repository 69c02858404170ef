import { openSource } from '@azmon/local'
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals'
import { Follower } from '../../../src/cli/tail/follower'
import { filterLines } from '../../../src/cli/tail/tail-query'
import { aLog, type LocalWithItems, startLocalWith } from '../a-local'

let shop: LocalWithItems

beforeAll(async () => {
  shop = await startLocalWith()
})
afterEach(() => shop.local.reset())
afterAll(() => shop.local.close())

const everything = { kinds: ['traces', 'requests'], roles: [], level: undefined, text: undefined } as const

/** Follows from `startMs` on, and counts the queries. */
function aFollower(startMs: number, filter: Partial<Parameters<typeof filterLines>[0]> = {}) {
  const source = openSource(shop.local.url)
  let asked = 0
  const lines = filterLines({ ...everything, operation: undefined, where: undefined, ...filter })
  const ask = (text: string) => {
    asked++
    return source.query({ text })
  }
  const follower = new Follower(ask, lines.join('\n'), startMs)
  const messages = async (nowMs = Date.now()) => {
    const found: string[] = []
    for await (const { message, name } of follower.newRows(nowMs)) found.push(message || name)
    return found
  }
  return { messages, asked: () => asked }
}

const at = (ms: number, message: string) => aLog(message, { time: new Date(ms) })

it('returns each row once, although several have the same second, and arrive in any order', async () => {
  const secondMs = Math.floor(Date.now() / 1_000) * 1_000 - 5_000
  const { messages } = aFollower(secondMs - 60_000)
  await shop.send(at(secondMs + 999, 'a'), at(secondMs + 1_000, 'b'))
  expect(await messages()).toEqual(['a', 'b'])
  await shop.send(at(secondMs + 1_000, 'c'), at(secondMs + 998, 'd'), at(secondMs + 1_001, 'e'))
  expect((await messages()).sort()).toEqual(['c', 'd', 'e'])
  await shop.send(at(secondMs - 30_000, 'late'))
  expect(await messages()).toEqual(['late'])
  expect(await messages()).toEqual([])
})

it('only counts rows when no new ones have arrived', async () => {
  const { messages, asked } = aFollower(Date.now() - 60_000)
  await shop.send(aLog('a'))
  expect(await messages()).toEqual(['a'])
  const before = asked()
  expect(await messages()).toEqual([])
  expect(asked()).toBe(before + 1)
})

it('reads no rows again because time goes on', async () => {
  const nowMs = Date.now()
  const { messages, asked } = aFollower(nowMs - 3_600_000)
  await shop.send(at(nowMs - 590_300, 'a'), at(nowMs - 590_600, 'b'), at(nowMs, 'c'))
  expect((await messages(nowMs)).length).toBe(3)
  const before = asked()
  for (let ms = 0; ms < 12_000; ms += 1_100) await messages(nowMs + ms)
  expect(asked() - before).toBe(11)
})

it('returns all rows of a second, page by page, in the order of their time', async () => {
  const secondMs = Math.floor(Date.now() / 1_000) * 1_000 - 5_000
  const expected = Array.from({ length: 4_500 }, (_, i) => `${i}`)
  await shop.send(...expected.map((message, i) => at(secondMs + Math.floor(i / 10), message)))
  const { messages } = aFollower(secondMs)
  const found = await messages()
  expect(found.map((message) => Math.floor(Number(message) / 10))).toEqual(expected.map((_, i) => Math.floor(i / 10)))
  expect(new Set(found)).toEqual(new Set(expected))
})

it('finds rows that replace removed ones', async () => {
  const secondMs = Math.floor(Date.now() / 1_000) * 1_000 - 5_000
  const { messages } = aFollower(secondMs)
  await shop.send(at(secondMs, 'a'), at(secondMs, 'b'))
  await messages()
  await shop.local.reset()
  await shop.send(at(secondMs, 'c'))
  expect(await messages()).toEqual(['c'])
})

it('forgets and ignores rows that are older than ten minutes', async () => {
  const nowMs = Date.now()
  const { messages } = aFollower(nowMs - 3_600_000)
  await shop.send(at(nowMs - 599_000, 'new'), at(nowMs - 601_000, 'old'))
  expect(await messages(nowMs)).toEqual(['new'])
  expect(await messages(nowMs + 60_000)).toEqual([])
  expect(await messages(nowMs)).toEqual(['new'])
})

it.each<[string, Partial<Parameters<typeof filterLines>[0]>, readonly string[]]>([
  ['a level', { level: 'warning' }, ['GET /fails', 'warning']],
  ['roles', { roles: ['cart', 'none'] }, ['of the cart']],
  ['a text in a property', { text: 'VISA' }, ['with a card']],
  ['a text with quotes', { text: 'say "hi"\\' }, ['say "hi"\\']],
  ['an operation', { operation: 'abc' }, ['in an operation']],
  ['a condition', { where: 'severityLevel == 2 // or\n or duration == 5' }, ['GET /fails', 'warning']],
  ['a table', { kinds: ['requests'] }, ['GET /fails']],
])('filters by %s', async (_, filter, expected) => {
  await shop.send(
    aLog('warning', {}, 2),
    aLog('of the cart', { tags: { 'ai.cloud.role': 'cart' } }),
    aLog('with a card', { data: { message: 'with a card', properties: { card: 'visa' } } }),
    aLog('say "hi"\\'),
    aLog('in an operation', { tags: { 'ai.operation.id': 'abc' } }),
    {
      type: 'RequestData',
      data: { id: 'a', name: 'GET /fails', duration: '00:00:00.005', responseCode: '500', success: false },
    },
  )
  const { messages } = aFollower(Date.now() - 60_000, filter)
  expect((await messages()).sort()).toEqual(expected)
})
