import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { logsQuery, operationsQuery } from '../../../../web/src/views/compare/compare-query'
import { anEnvelope, postEnvelopes, type WireEnvelope } from '../../../an-envelope'
import { aScope, askLocal } from '../../ask-local'

const SIDES = { a: 'application_Version == "2"', b: 'application_Version == "1"' }

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await postEnvelopes(local.url, [
    aRequest({ version: '1', ms: 10, sampleRate: 10 }),
    aRequest({ version: '1', ms: 800 }),
    aRequest({ version: '2', ms: 500, isFailed: true }),
    // More messages than are read, each on both sides and more frequent than the new one.
    ...['1', '1', '2', '2'].flatMap((version) =>
      Array.from({ length: 520 }, (_, n) => aLog(`message ${letters(n)}`, version)),
    ),
    aLog('new in order 17', '2'),
  ])
})

afterAll(() => local.close())

function aRequest(values: { version: string; ms: number; isFailed?: boolean; sampleRate?: number }): WireEnvelope {
  const { version, ms, isFailed = false, sampleRate = 100 } = values
  const duration = `00:00:00.${String(ms).padStart(3, '0')}`
  const data = { id: 'a', name: 'GET /', duration, responseCode: '200', success: !isFailed }
  return anEnvelope('RequestData', data, { sampleRate, tags: tagsOf(version) })
}

function aLog(message: string, version: string): WireEnvelope {
  return anEnvelope('MessageData', { message }, { tags: tagsOf(version) })
}

function tagsOf(version: string) {
  return { 'ai.cloud.role': version === '2' ? 'new' : 'old', 'ai.application.ver': version }
}

/** A word without a digit. */
function letters(n: number): string {
  return [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
}

it('compares counts, failures and durations, weighted by sampling', async () => {
  const rows = await askLocal(local.url, operationsQuery(SIDES, aScope()))
  expect(rows).toEqual([
    { role: 'old', name: 'GET /', totalA: 0, totalB: 11, failedA: 0, failedB: 0, p95A: null, p95B: 800 },
    { role: 'new', name: 'GET /', totalA: 1, totalB: 0, failedA: 1, failedB: 0, p95A: 500, p95B: null },
  ])
})

it('keeps to the filters of the scope', async () => {
  const scope = aScope({ filters: [{ field: 'role', values: ['new'], isExcluded: false }] })
  expect((await askLocal(local.url, operationsQuery(SIDES, scope))).map(({ role }) => role)).toEqual(['new'])
})

it('finds a log that is new among many that are not, without its numbers', async () => {
  const sides = { a: 'true', b: 'message !startswith "new"' }
  const [first] = await askLocal(local.url, logsQuery(sides, aScope()))
  expect(first).toEqual({ role: 'new', name: 'new in order #', totalA: 1, totalB: 0 })
})
