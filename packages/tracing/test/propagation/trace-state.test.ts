import { expect, it } from '@jest/globals'
import { createTraceState } from '@opentelemetry/api'
import { readTraceState, withMember } from '../../src/propagation/trace-state'

it('keeps received members as they are, in their order', () => {
  const state = readTraceState('b=1, a@b@c=2,\tb=3')
  expect(state?.serialize()).toBe('b=1,a@b@c=2,b=3')
  expect(['b', 'a@b@c', 'c'].map((key) => state?.get(key))).toEqual(['1', '2', undefined])
})

it('moves a changed member to the front, and leaves its key only once', () => {
  const state = readTraceState('b=1,a=2,b=3')
  expect(state?.set('b', '4').serialize()).toBe('b=4,a=2')
  expect(state?.unset('b').serialize()).toBe('a=2')
  expect(state?.serialize()).toBe('b=1,a=2,b=3')
})

it.each([
  ['A', '1'],
  ['a', 'b,c=1'],
  ['a', ''],
])('ignores a change that would make the header invalid: %s=%s', (key, value) => {
  expect(readTraceState('b=1')?.set(key, value).serialize()).toBe('b=1')
})

it('never has more than 32 members', () => {
  const full = Array.from({ length: 32 }, (_, index) => `k${index}=1`).join(',')
  for (const state of [readTraceState(full), createTraceState(full)]) {
    const members = withMember(state, 'azmon', '25').serialize().split(',')
    expect([members.length, members[0], members.at(-1)]).toEqual([32, 'azmon=25', 'k30=1'])
  }
})
