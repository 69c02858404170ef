import { expect } from '@jest/globals'
import type { LogCase } from './log-case'

/**
 * Values that each logger writes differently. The record must still arrive exactly once, with everything else that it contains.
 */
export const HOSTILE: readonly LogCase[] = [
  hostile('a value that refers to itself', () => {
    const self: Record<string, unknown> = {}
    self['self'] = self
    return self
  }),
  hostile('a getter that throws', () => ({
    get broken() {
      throw new Error('no')
    },
  })),
  hostile('a toJSON that throws', () => ({
    toJSON() {
      throw new Error('no')
    },
  })),
  hostile('a BigInt, a symbol, a function and numbers that JSON does not have', () => ({
    big: 10n ** 30n,
    symbol: Symbol('s'),
    fn: () => 7,
    numbers: [Number.NaN, Number.POSITIVE_INFINITY, -0],
    date: new Date(Number.NaN),
  })),
  hostile('an object without a prototype', () => Object.assign(Object.create(null), { a: 1 })),
  hostile('a string with half a character and a null character', () => '\ud800 \0'),
]

// --- helpers ---

function hostile(name: string, value: () => unknown): LogCase {
  const properties = expect.objectContaining({ level: 'info', orderId: '42' })
  return {
    name,
    level: 'info',
    text: 'x',
    fields: () => ({ value: value(), orderId: 42 }),
    expected: { baseType: 'MessageData', baseData: { message: 'x', severityLevel: 1, properties } },
  }
}
