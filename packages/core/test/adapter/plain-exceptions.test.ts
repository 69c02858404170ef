import { describe, expect, it } from '@jest/globals'
import { PlainExceptions } from '../../src/adapter/plain-exceptions'
import { PlainLimits } from '../../src/adapter/plain-limits'
import { exceptionData } from '../../src/envelope/exception'
import { SeverityLevel } from '../../src/envelope/severity'
import { ItemLines } from './item-lines'

const TIME = '2026-03-04T12:00:00.000Z'
const severityLevel = SeverityLevel.Error

function written(lines: ItemLines, error: Error) {
  const limits = new PlainLimits(lines.properties.redactor)
  const exceptions = new PlainExceptions(limits)
  const write = () => {
    limits.begin()
    const data = `${exceptions.write(error)},"severityLevel":${severityLevel}`
    const truncated = limits.end()
    if (truncated === undefined) return undefined
    return {
      time: TIME,
      tags: undefined,
      sampleRate: undefined,
      severityLevel,
      baseType: 'ExceptionData',
      data,
      truncated,
    } as const
  }
  const first = lines.of(write)
  expect(lines.of(write)).toEqual(first) // the second time, the stack is remembered
  return first
}

function mapped(lines: ItemLines, error: Error) {
  return lines.of(() => ({
    time: TIME,
    data: { baseType: 'ExceptionData', baseData: { ...exceptionData(error), severityLevel } },
  }))
}

class OrderError extends Error {}

function withStack(stack: string | undefined, message = 'no'): Error {
  return Object.assign(new Error(message), { stack })
}

const circular = new Error('a')
circular.cause = new Error('b', { cause: circular })

let chain = new Error('the first')
for (let i = 0; i < 25; i++) chain = new Error(`caused ${i}`, { cause: chain })

describe('an error is written with the same result as mapping', () => {
  it.each<[string, Error]>([
    ['with a stack', new TypeError('no')],
    ['of a class', new OrderError('no')],
    ['with causes', new Error('no', { cause: new RangeError('why') })],
    ['that is its own cause', circular],
    ['with more causes than are kept', chain],
    ['without a message', new Error()],
    ['with a secret', new Error('cannot open https://shop/?sig=secret')],
    ['without a stack', withStack(undefined)],
    ['with an empty stack', withStack('')],
    ['with a stack that cannot be parsed', withStack('somewhere, token=abc')],
    ['with quotes and line breaks', new Error('a "b"\nc')],
    ['with a long name', Object.assign(new Error('no'), { name: 'N'.repeat(2_000) })],
    ['with a cause that is no error', new Error('no', { cause: 'why' })],
  ])('%s', (_, error) => {
    const lines = new ItemLines()
    expect(written(lines, error)).toEqual(mapped(lines, error))
  })
})

it.each<[string, Error]>([
  ['of several errors', new AggregateError([new Error('a')], 'no')],
  ['with a name that is no string', Object.assign(new Error('no'), { name: 5 })],
  ['with a long message', new Error('x'.repeat(8_193))],
  ['with a method whose name is long', withStack(`Error: no\n    at ${'f'.repeat(1_025)} (/a.js:1:2)`)],
])('an error %s must be mapped', (_, error) => {
  expect(written(new ItemLines(), error)).toBeUndefined()
})
