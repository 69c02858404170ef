import { describe, expect, it } from '@jest/globals'
import { type Levels, SEVERITY_OF_LEVEL, severitiesOf, severityOfNumber } from '../../src/adapter/level-severities'

const NPM = { error: 0, warn: 1, info: 2, http: 3, verbose: 4, debug: 5, silly: 6 }

describe('the severity of a number', () => {
  it.each([
    [10, 'trace'],
    [20, 'debug'],
    [30, 'info'],
    [40, 'warn'],
    [50, 'error'],
    [60, 'fatal'],
  ] as const)('%i is that of %s', (level, name) => {
    expect(severityOfNumber(level)).toBe(SEVERITY_OF_LEVEL[name])
  })

  it.each([
    [-1, 0],
    [29.9, 0],
    [39, 1],
    [49, 2],
    [59, 3],
    [1_000, 4],
  ])('between or beyond them, %d, is %i', (level, severity) => {
    expect(severityOfNumber(level)).toBe(severity)
  })
})

describe('the severity of a name', () => {
  it.each([
    ['npm', ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly']],
    ['syslog', ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug']],
    ['cli', ['error', 'warn', 'help', 'data', 'info', 'debug', 'prompt', 'verbose', 'input', 'silly']],
    ['pino', ['fatal', 'error', 'warn', 'info', 'debug', 'trace']],
  ])('is known for each level of %s, and is at most that of the level before it', (_, names) => {
    const severities = names.map((name) => SEVERITY_OF_LEVEL[name])
    expect(severities).not.toContain(undefined)
    expect(severities).toEqual([...severities].sort((a, b) => Number(b) - Number(a)))
  })

  it.each<[string, Levels, Record<string, number>]>([
    ['the levels of npm', NPM, { error: 3, warn: 2, info: 1, http: 0, verbose: 0, debug: 0, silly: 0 }],
    ['levels in upper case', { ERROR: 0, Odd: 1, INFO: 2 }, { ERROR: 3, Odd: 2, INFO: 1, error: 3, odd: 2 }],
    ['a level above all known ones', { fatal: 0, error: 1, warn: 2 }, { fatal: 4, error: 3, warn: 2 }],
    ['a level below all known ones', { warn: 0, info: 1, trace: 2 }, { warn: 2, info: 1, trace: 0 }],
    ['a level between two', { error: 0, odd: 1, info: 2 }, { error: 3, odd: 2, info: 1 }],
    ['a level between neighbours', { warn: 0, success: 1, info: 2 }, { warn: 2, success: 1, info: 1 }],
    [
      'two levels of the same rank',
      { error: 0, audit: 1, info: 1, debug: 2 },
      { error: 3, audit: 1, info: 1, debug: 0 },
    ],
    ['unknown levels', { a: 10, b: 20, c: 30, d: 40, e: 50 }, { a: 4, b: 3, c: 2, d: 1, e: 0 }],
    ['a single unknown level', { only: 0 }, { only: 1 }],
    ['hostile names', JSON.parse('{"error":0,"constructor":1,"__proto__":2}'), { error: 3, constructor: 0 }],
  ])('depends on its rank: %s', (_, levels, expected) => {
    const severities = severitiesOf({}, levels)
    const found = Object.keys(expected).map((level) => [level, severities(level)])
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  it.each(['loud', 'constructor', '__proto__', '', undefined, null, {}])(
    'is Information for %j, which the logger does not have',
    (level) => {
      expect(severitiesOf({}, { error: 0, debug: 1 })(level)).toBe(1)
    },
  )

  it('is that of its number if it has one and its name is not known', () => {
    const severities = severitiesOf({ 35: 3 })
    expect([severities('audit', 40), severities('error', 10), severities(50), severities(35)]).toEqual([2, 3, 3, 3])
  })

  it('comes from levelMap, in upper or lower case, which also determines the levels between its own', () => {
    const severities = severitiesOf({ ERROR: 4, Audit: 2 }, { page: 0, error: 1, audit: 2, chat: 3 })
    expect(['page', 'error', 'audit', 'AUDIT', 'chat'].map((level) => severities(level))).toEqual([4, 4, 2, 2, 0])
  })
})
