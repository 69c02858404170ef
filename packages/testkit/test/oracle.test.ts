import { expect, it } from '@jest/globals'
import type { WireEnvelope } from '../src/decode-body'
import { fingerprintOf, Oracle } from '../src/oracle'

function items(...messages: readonly string[]): readonly WireEnvelope[] {
  return messages.map((message) => ({ data: { baseData: { message } } }) as WireEnvelope)
}

function setup(...messages: readonly string[]): Oracle {
  const oracle = new Oracle()
  for (const message of messages) oracle.readLine(`issued ${message.split(' ')[0]} ${fingerprintOf(message)}`)
  return oracle
}

it('finds nothing wrong if every acknowledged item is delivered once', () => {
  const oracle = setup('a text', 'b text')
  oracle.readLine('safe a b')
  oracle.readLine('another line')
  oracle.delivered(items('a text', 'b text'))
  expect(oracle.verdict()).toEqual({
    ...{ issued: 2, acknowledged: 2, delivered: 2 },
    ...{ lost: [], unknown: [], changed: [], mostCopies: 1, duplicateItems: 0, duplicateBatches: 0 },
  })
})

it('finds lost, unknown and changed items', () => {
  const oracle = setup('a text', 'b text')
  oracle.acknowledged('a')
  oracle.delivered(items('b other text', 'c text'))
  expect(oracle.verdict()).toMatchObject({ lost: ['a'], unknown: ['c'], changed: ['b'] })
})

it('counts duplicates', () => {
  const oracle = setup('a text')
  for (let i = 0; i < 3; i++) oracle.delivered(items('a text'))
  oracle.delivered(items('b text'))
  expect(oracle.verdict()).toMatchObject({ delivered: 2, mostCopies: 3, duplicateItems: 2, duplicateBatches: 2 })
})
