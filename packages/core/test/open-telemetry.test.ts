import { afterEach, expect, it } from '@jest/globals'
import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { contextManager } from '../src/open-telemetry'

const KEY = Symbol('of the test')

afterEach(() => context.disable())

it('there is no context manager until the application registers one', () => {
  expect(contextManager()).toBeUndefined()
  const manager = new AsyncLocalStorageContextManager().enable()
  context.setGlobalContextManager(manager)
  expect(contextManager()).toBe(manager)
  context.disable()
  expect(contextManager()).toBeUndefined()
})

it('the context manager is the one of the API', () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const active = context.active().setValue(KEY, 'value')
  expect(context.with(active, () => contextManager()?.active().getValue(KEY))).toBe('value')
  contextManager()?.with(active, () => expect(context.active().getValue(KEY)).toBe('value'))
})
