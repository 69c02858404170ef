import { expect, it } from '@jest/globals'
import { levelNames, outcomeOf } from '../src/levels'
import type { LoggerKind } from '../src/logger'

const kind = (...levels: readonly string[]) => ({ hasLevel: (level) => levels.includes(level) }) as LoggerKind

it('maps a status to an outcome', () => {
  expect([200, 399, 400, 499, 500].map(outcomeOf)).toEqual(['info', 'info', 'warn', 'warn', 'error'])
})

it('finds the levels of npm and of syslog', () => {
  expect(levelNames(kind('error', 'warn', 'info'), false)).toEqual({ error: 'error', warn: 'warn', info: 'info' })
  expect(levelNames(kind('err', 'warning', 'notice'), false)).toEqual({ error: 'err', warn: 'warning', info: 'notice' })
})

it('needs a level option for a logger with its own level names', () => {
  expect(() => levelNames(kind('high'), false)).toThrow('has no level error')
  expect(levelNames(kind('high'), true)).toEqual({ error: undefined, warn: undefined, info: undefined })
})
