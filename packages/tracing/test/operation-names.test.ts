import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import { SpanKind } from '@opentelemetry/api'
import { OperationNames } from '../src/operation-names'
import type { ReadableSpan } from '../src/sdk-span'
import { TRACE_ID } from './builders'

let named: string[]
let names: OperationNames

beforeEach(() => {
  jest.useFakeTimers()
  named = []
  names = new OperationNames(
    ({ name }) => name,
    ({ name }, operation) => void named.push(`${name}: ${operation}`),
  )
})
afterEach(() => void jest.useRealTimers())

interface Given {
  readonly kind?: SpanKind
  readonly parent?: string
  readonly isRemote?: boolean
  readonly isOfVersion1?: boolean
}

/** A span whose name is also its id. */
function aSpan(name: string, { kind = SpanKind.CLIENT, parent, isRemote, isOfVersion1 }: Given = {}): ReadableSpan {
  const contextOf = (spanId: string) => ({ traceId: TRACE_ID, spanId, traceFlags: 1 })
  const parentFields =
    parent === undefined || isOfVersion1 === true
      ? { parentSpanId: parent }
      : { parentSpanContext: { ...contextOf(parent), ...(isRemote === undefined ? {} : { isRemote }) } }
  return {
    ...{ name, kind, startTime: [1, 0], endTime: [2, 0], status: { code: 0 }, attributes: {}, links: [], events: [] },
    ...parentFields,
    spanContext: () => contextOf(name),
  }
}

const aRequest = (name: string, parent?: string) =>
  aSpan(name, { kind: SpanKind.SERVER, ...(parent === undefined ? {} : { parent, isRemote: true }) })

it('names the spans below a request after it, at any depth, once it has ended', () => {
  names.add(aSpan('query', { parent: 'service' }))
  names.add(aSpan('service', { parent: 'GET /a', kind: SpanKind.INTERNAL }))
  names.add(aSpan('call', { parent: 'GET /a', isOfVersion1: true }))
  expect(named).toEqual([])
  names.add(aRequest('GET /a', 'caller'))
  expect(named.sort()).toEqual(['GET /a: GET /a', 'call: GET /a', 'query: GET /a', 'service: GET /a'])
})

it('names a span that ends after its request, and those below it', () => {
  names.add(aRequest('GET /a'))
  names.add(aSpan('query', { parent: 'late' }))
  names.add(aSpan('late', { parent: 'GET /a' }))
  names.add(aSpan('last', { parent: 'late' }))
  expect(named).toEqual(['GET /a: GET /a', 'query: GET /a', 'late: GET /a', 'last: GET /a'])
})

it('names a span after the nearest request, if a process calls itself', () => {
  names.add(aSpan('query', { parent: 'GET /b' }))
  names.add(aRequest('GET /b', 'call'))
  names.add(aSpan('call', { parent: 'GET /a' }))
  names.add(aRequest('GET /a'))
  expect(named).toEqual(['query: GET /b', 'GET /b: GET /b', 'call: GET /a', 'GET /a: GET /a'])
})

it('does not hold a span without a parent in this process, or those below it', () => {
  names.add(aSpan('query', { parent: 'job' }))
  names.add(aSpan('job', { kind: SpanKind.INTERNAL }))
  names.add(aSpan('remote', { parent: 'elsewhere', isRemote: true }))
  expect(named).toEqual(['query: undefined', 'job: undefined', 'remote: undefined'])
})

it('holds a span at most ten seconds', () => {
  names.add(aSpan('early', { parent: 'GET /a' }))
  jest.advanceTimersByTime(6_000)
  names.add(aSpan('later', { parent: 'GET /b' }))
  jest.advanceTimersByTime(4_000)
  expect(named).toEqual(['early: undefined'])
  jest.advanceTimersByTime(6_000)
  expect(named).toEqual(['early: undefined', 'later: undefined'])
  expect(jest.getTimerCount()).toBe(0)
})

it('holds at most 5,000 spans', () => {
  for (let i = 0; i <= 5_000; i++) names.add(aSpan(`s${i}`, { parent: `r${i}` }))
  expect(named).toEqual(['s0: undefined'])
  names.releaseAll()
  expect(named).toHaveLength(5_001)
})
