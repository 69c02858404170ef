import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { commonPropertiesQuery, comparedQuery } from '../../../../web/src/views/operations/common-properties-query'
import {
  operationsQuery,
  problemsOfQuery,
  samplesQuery,
  totalsQuery,
} from '../../../../web/src/views/operations/queries'
import type { Subject } from '../../../../web/src/views/operations/subject'
import { anEnvelope, postEnvelopes, type WireEnvelope } from '../../../an-envelope'
import { aScope, askLocal } from '../../ask-local'

const FAILED = { kind: 'failed' } as const
const SUBJECT: Subject = { kind: 'operation', role: '', name: 'GET /', target: '' }

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await postEnvelopes(local.url, [
    // The service keeps one fast request of twenty, and every failed one.
    ...Array.from({ length: 10 }, (_, index) => aRequest({ operation: `fast ${index}`, sampleRate: 5 })),
    ...['retried', 'retried', 'once'].map((operation) => aRequest({ operation, ms: 900, isFailed: true })),
    aRequest({ operation: 'retried' }),
    aRequest({ operation: '', isFailed: true }),
    anEnvelope('ExceptionData', { exceptions: [{ typeName: 'Elsewhere', message: 'without an operation' }] }),
    aRequest({ operation: 'other', name: 'GET /calm' }),
  ])
})

afterAll(() => local.close())

function aRequest(values: {
  readonly operation: string
  readonly name?: string
  readonly ms?: number
  readonly isFailed?: boolean
  readonly sampleRate?: number
}): WireEnvelope {
  const { operation, name = 'GET /', ms = 10, isFailed = false, sampleRate = 100 } = values
  const duration = `00:00:00.${String(ms).padStart(3, '0')}`
  return anEnvelope(
    'RequestData',
    { id: 'a', name, duration, responseCode: isFailed ? '500' : '200', success: !isFailed, properties: { ms } },
    { sampleRate, tags: operation === '' ? {} : { 'ai.operation.id': operation } },
  )
}

it('counts a sampled request for all that it stands for, also in percentiles', async () => {
  const [row] = await askLocal(local.url, operationsQuery(aScope(), 'failed'))
  expect(row).toMatchObject({ name: 'GET /', total: 205, failed: 4, p50: 10, p95: 10, p99: 900 })
})

it('lists only what fails, and counts the others in the totals', async () => {
  const names = async (rank: 'failed' | 'cost') =>
    (await askLocal(local.url, operationsQuery(aScope(), rank))).map(({ name }) => name)
  expect(await names('failed')).toEqual(['GET /'])
  expect(await names('cost')).toEqual(['GET /', 'GET /calm'])
  expect(await askLocal(local.url, totalsQuery(aScope()))).toEqual([{ kind: 'requests', total: 206, failed: 4 }])
})

it('takes each operation as a sample once', async () => {
  const samples = await askLocal(local.url, samplesQuery(SUBJECT, FAILED, aScope()))
  expect(samples.map(({ operation_Id }) => operation_Id).toSorted()).toEqual(['once', 'retried'])
})

it('compares operations, of which one with a failed span has failed', async () => {
  expect(await askLocal(local.url, comparedQuery(SUBJECT, FAILED, aScope()))).toEqual([{ concerned: 2, others: 10 }])
  const [first] = await askLocal(local.url, commonPropertiesQuery(SUBJECT, FAILED, aScope()))
  expect(first).toEqual({ key: 'ms', value: '10', concerned: 1, others: 10 })
})

it('does not take rows without an operation for one operation', async () => {
  expect(await askLocal(local.url, problemsOfQuery(SUBJECT, FAILED, aScope()))).toEqual([])
})
