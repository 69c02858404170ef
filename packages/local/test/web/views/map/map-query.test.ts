import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import type { MapNode } from '../../../../web/src/views/map/graph'
import { callsQuery, codesQuery, rolesQuery } from '../../../../web/src/views/map/map-query'
import { anEnvelope, postEnvelopes, type WireEnvelope } from '../../../an-envelope'
import { aScope, askLocal } from '../../ask-local'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await postEnvelopes(local.url, [
    aCall({ id: 'c1', code: '200', sampleRate: 25 }),
    aRequest({ parentId: 'c1' }),
    // Another operation with the same span id: ids are unique in an operation only.
    aCall({ id: 'c1', operation: 'two', target: 'api.example', code: '404' }),
    aCall({ id: 'c2', operation: 'two', target: 'api.example', code: '200', brand: 'visa' }),
    aCall({ id: 'c3', type: 'InProc', target: '' }),
  ])
})

afterAll(() => local.close())

interface Values {
  readonly id?: string
  readonly operation?: string
  readonly parentId?: string
  readonly target?: string
  readonly type?: string
  readonly code?: string
  readonly brand?: string
  readonly sampleRate?: number
}

function aCall(values: Values): WireEnvelope {
  const { id, operation = 'one', target = 'pay', type = 'HTTP', code = '0', brand = 'amex', sampleRate = 100 } = values
  return anEnvelope(
    'RemoteDependencyData',
    { ...{ id, name: 'call', target, type, resultCode: code }, duration: '00:00:00.010', properties: { brand } },
    { sampleRate, tags: { 'ai.cloud.role': 'shop', 'ai.operation.id': operation } },
  )
}

function aRequest({ parentId = '' }: Values): WireEnvelope {
  return anEnvelope(
    'RequestData',
    { id: 'r', name: 'GET /', duration: '00:00:00.010', responseCode: '200', success: true },
    { tags: { 'ai.cloud.role': 'payments', 'ai.operation.id': 'one', 'ai.operation.parentId': parentId } },
  )
}

function aNode(name: string, kind: MapNode['kind']): MapNode {
  return { id: name, name, kind, type: '', figures: { count: 1, failed: 0, p95: 1 } }
}

it('finds the role that served a call, and leaves out parts of a program', async () => {
  const calls = await askLocal(local.url, callsQuery(aScope()))
  expect(calls.map(({ caller, callee, target, calls: count }) => [caller, callee, target, count])).toEqual([
    ['shop', 'payments', '', 4],
    ['shop', '', 'api.example', 2],
  ])
})

it('counts the result codes of the same calls', async () => {
  const codesOf = async (part: Parameters<typeof codesQuery>[0]) =>
    (await askLocal(local.url, codesQuery(part, aScope()))).map(({ code, calls }) => [code, calls])
  const shop = aNode('shop', 'role')
  expect(await codesOf({ from: shop, to: aNode('payments', 'role') })).toEqual([['200', 4]])
  const outside = [
    ['200', 1],
    ['404', 1],
  ]
  expect((await codesOf({ from: shop, to: aNode('api.example', 'outside') })).toSorted()).toEqual(outside)
  expect((await codesOf({ node: aNode('api.example', 'outside') })).toSorted()).toEqual(outside)
  expect(await codesOf({ node: aNode('payments', 'role') })).toEqual([['200', 1]])
})

it('keeps to the filters of the scope', async () => {
  const scope = aScope({ filters: [{ field: 'p.brand', values: ['visa'], isExcluded: false }] })
  expect((await askLocal(local.url, callsQuery(scope))).map(({ target, calls }) => [target, calls])).toEqual([
    ['api.example', 1],
  ])
  expect(await askLocal(local.url, rolesQuery(scope))).toEqual([])
})
