import { expect, it } from '@jest/globals'
import { countException, exceptionsReceived } from '../../src/diagnostics/exception-count'

it('counts exceptions for all copies of the package in a thread', () => {
  const before = exceptionsReceived()
  countException()
  const holder = globalThis as { [key: symbol]: { received: number } | undefined }
  expect(holder[Symbol.for('azmon.exceptions')]?.received).toBe(before + 1)
  expect(exceptionsReceived()).toBe(before + 1)
})
