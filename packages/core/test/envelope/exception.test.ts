import { runInNewContext } from 'node:vm'
import { describe, expect, it } from '@jest/globals'
import { exceptionData } from '../../src/envelope/exception'

class PaymentError extends Error {}

describe('an error is mapped', () => {
  it('with its type, message and frames, the throw site first', () => {
    function charge(): never {
      throw new RangeError('too much')
    }
    const data = exceptionData(thrownBy(charge))
    const { parsedStack = [], ...details } = data.exceptions[0] ?? {}
    expect(details).toEqual({ id: 1, typeName: 'RangeError', message: 'too much', hasFullStack: true })
    expect(parsedStack[0]).toMatchObject({ level: 0, method: 'charge' })
    expect(parsedStack[0]?.fileName).toContain('exception.test.ts')
    expect(data.problemId).toBe('RangeError at charge')
  })

  it('with the name of its class if it does not set a name', () => {
    expect(exceptionData(new PaymentError('x')).exceptions[0]?.typeName).toBe('PaymentError')
  })

  it('with its chain of causes', () => {
    const root = new Error('root')
    const data = exceptionData(new Error('top', { cause: new TypeError('middle', { cause: root }) }))
    expect(data.exceptions.map(({ id, outerId, message }) => [id, outerId, message])).toEqual([
      [1, undefined, 'top'],
      [2, 1, 'middle'],
      [3, 2, 'root'],
    ])
  })

  it('with the errors of an AggregateError', () => {
    const data = exceptionData(
      new AggregateError([new Error('a'), 'no error', new Error('b', { cause: new Error('c') })], 'all'),
    )
    expect(data.exceptions.map(({ id, outerId, message }) => [id, outerId, message])).toEqual([
      [1, undefined, 'all'],
      [2, 1, 'a'],
      [3, 1, 'b'],
      [4, 3, 'c'],
    ])
  })

  it('with its cause if that is a method, as in a VError', () => {
    const withCause = (cause: () => unknown) => exceptionData(Object.assign(new Error('top'), { cause })).exceptions
    expect(withCause(() => new TypeError('root'))).toMatchObject([{ message: 'top' }, { message: 'root', outerId: 1 }])
    expect(withCause(() => 'no error')).toHaveLength(1)
    expect(
      withCause(() => {
        throw new Error('no')
      }),
    ).toHaveLength(1)
  })

  it('with its stack as a string if no line is a frame', () => {
    const error = new Error('x')
    error.stack = 'somewhere in a bundle'
    expect(exceptionData(error).exceptions[0]).toMatchObject({ hasFullStack: false, stack: 'somewhere in a bundle' })
  })

  it('even if it is from another realm', () => {
    const foreign: unknown = runInNewContext('new TypeError("far", { cause: new Error("away") })')
    expect(exceptionData(foreign).exceptions.map((details) => details.typeName)).toEqual(['TypeError', 'Error'])
  })
})

describe('a thrown value that is not an error', () => {
  it.each<[string, unknown, { typeName: string; message: string }]>([
    ['a string', 'just a string', { typeName: 'String', message: 'just a string' }],
    ['undefined', undefined, { typeName: 'undefined', message: 'undefined' }],
    ['null', null, { typeName: 'object', message: 'null' }],
    ['a plain object', { code: 1 }, { typeName: 'Object', message: '[object Object]' }],
    ['an array', ['a', 1], { typeName: 'Array', message: 'a,1' }],
    ['a very long array', new Array(4_000_000_000), { typeName: 'Array', message: 'Array(4000000000)' }],
    ['an array of a long array', [new Array(4_000_000_000)], { typeName: 'Array', message: 'Array(1)' }],
    [
      'an object that throws',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no')
          },
        },
      ),
      { typeName: 'object', message: 'object' },
    ],
  ])('is mapped, too: %s', (_, thrown, details) => {
    expect(exceptionData(thrown).exceptions).toMatchObject([details])
  })

  it.each<[string, unknown, string]>([
    ['a plain object', { code: 1 }, 'described'],
    ['a function', () => {}, 'described'],
    ['an array of objects', [{ code: 1 }], 'described'],
    ['a map', new Map(), 'described'],
    ['an object with a message', { message: 'own' }, 'own'],
    ['an object that converts itself to a string', { toString: () => 'HTTP 402' }, 'HTTP 402'],
    ['an array', ['a', 1], 'a,1'],
    ['a long array', new Array(101), 'Array(101)'],
    ['a number', 7, '7'],
  ])('has a message that describes it, unless it has one of its own: %s', (_, thrown, message) => {
    expect(exceptionData(thrown, () => 'described').exceptions).toMatchObject([{ message }])
  })

  it('has at most 20 errors, even if they cause each other', () => {
    const a = new Error('a')
    const b = new Error('b', { cause: a })
    a.cause = b
    expect(exceptionData(a).exceptions).toHaveLength(2)
    expect(
      exceptionData(new AggregateError(Array.from({ length: 1_000 }, () => new Error('x')))).exceptions,
    ).toHaveLength(20)
  })
})

function thrownBy(work: () => never): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
}
