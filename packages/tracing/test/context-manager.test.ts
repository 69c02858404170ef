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

it('has the root outside of everything', () => {
  expect(manager.active()).toBe(ROOT_CONTEXT)
})

it('hands on this, arguments and the result', () => {
  function sum(this: { readonly base: number }, first: number, second: number) {
    return `${which()} ${this.base + first + second}`
  }
  expect(manager.with(a, sum, { base: 1 }, 2, 3)).toBe('a 6')
})

it('is in the innermost context, and back in the outer one after it, also after an error', () => {
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

it('follows what goes on later, beside others', async () => {
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
  it('makes a function that always runs in the context', () => {
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

  it('makes all that listens to an emitter run in the context, and lets listeners be taken off as ever', () => {
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

  it('leaves anything else as it is', () => {
    const anything = { some: 'object' }
    expect(manager.bind(a, anything)).toBe(anything)
  })
})

it('is at the root everywhere when it has been disabled', () => {
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
