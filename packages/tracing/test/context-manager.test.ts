import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { AsyncContextManager } from '../src/context-manager'

const KEY = createContextKey('which')
const a = ROOT_CONTEXT.setValue(KEY, 'a')
const b = ROOT_CONTEXT.setValue(KEY, 'b')

const manager = new AsyncContextManager().enable()
const which = () => manager.active().getValue(KEY)

it('returns the root context by default', () => {
  expect(manager.active()).toBe(ROOT_CONTEXT)
})

it('passes on this, the arguments and the result', () => {
  function sum(this: { readonly base: number }, first: number, second: number) {
    return `${which()} ${this.base + first + second}`
  }
  expect(manager.with(a, sum, { base: 1 }, 2, 3)).toBe('a 6')
})

it('restores the outer context after the inner function returns or throws', () => {
  manager.with(a, () => {
    expect(() =>
      manager.with(b, () => {
        expect(which()).toBe('b')
        throw new Error('within')
      }),
    ).toThrow('within')
    expect(which()).toBe('a')
  })
})

it('keeps concurrent asynchronous work apart', async () => {
  const later = async () => {
    await sleep(1)
    const [name] = await once(emitsSoon(), 'soon')
    return `${which()} ${name}`
  }
  expect(await Promise.all([manager.with(a, later), manager.with(b, later), later()])).toEqual([
    'a soon',
    'b soon',
    'undefined soon',
  ])
})

describe('bind', () => {
  it('returns a function that always runs in the context', () => {
    const counter = {
      count: 4,
      next(this: { count: number }, by: number) {
        this.count += by
        return which()
      },
    }
    const bound = manager.bind(a, counter.next)
    expect(bound).toHaveLength(1)
    expect(manager.with(b, () => bound.call(counter, 3))).toBe('a')
    expect(counter.count).toBe(7)
  })

  it('runs the listeners of an emitter in the context and still lets them be removed', () => {
    const emitter = new EventEmitter()
    const seen: unknown[] = []
    const listener = () => seen.push(which())
    expect(manager.bind(a, emitter)).toBe(emitter)
    manager.bind(b, emitter)
    emitter.on('event', listener)
    emitter.once('event', listener)
    expect(manager.with(b, () => emitter.emit('event'))).toBe(true)
    emitter.off('event', listener)
    expect(emitter.emit('event')).toBe(false)
    expect(seen).toEqual(['a', 'a'])
  })

  it('returns any other value unchanged', () => {
    const anything = { some: 'object' }
    expect(manager.bind(a, anything)).toBe(anything)
  })
})

it('returns the root context everywhere after disable', () => {
  const disabled = new AsyncContextManager().enable()
  disabled.with(a, () => {
    disabled.disable()
    expect(disabled.active()).toBe(ROOT_CONTEXT)
  })
})

function emitsSoon(): EventEmitter {
  const emitter = new EventEmitter()
  setImmediate(() => emitter.emit('soon', 'soon'))
  return emitter
}
