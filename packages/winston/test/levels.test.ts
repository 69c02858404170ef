import { describe, expect, it } from '@jest/globals'
import winston from 'winston'
import { type Levels, severitiesOf, severityOf } from '../src/levels'
import { mappedOne } from './builders'

describe('the severity', () => {
  const { npm, syslog, cli } = winston.config
  it.each<[string, Levels, Record<string, number>]>([
    ['npm', npm.levels, { error: 3, warn: 2, info: 1, http: 0, verbose: 0, debug: 0, silly: 0 }],
    ['syslog', syslog.levels, { emerg: 4, alert: 4, crit: 4, error: 3, warning: 2, notice: 1, info: 1, debug: 0 }],
    [
      'cli',
      cli.levels,
      { error: 3, warn: 2, help: 1, data: 1, info: 1, debug: 0, prompt: 0, verbose: 0, input: 0, silly: 0 },
    ],
    ['a scheme with a level above all known ones', { fatal: 0, error: 1, warn: 2 }, { fatal: 4, error: 3, warn: 2 }],
    ['a scheme with a level below all known ones', { warn: 0, info: 1, trace: 2 }, { warn: 2, info: 1, trace: 0 }],
    ['a scheme with a level between two', { error: 0, odd: 1, info: 2 }, { error: 3, odd: 2, info: 1 }],
    ['a scheme with a level between neighbours', { warn: 0, success: 1, info: 2 }, { warn: 2, success: 1, info: 1 }],
    [
      'a scheme with two levels of the same rank',
      { error: 0, audit: 1, info: 1, debug: 2 },
      { error: 3, audit: 1, info: 1, debug: 0 },
    ],
    ['a scheme of unknown levels', { a: 10, b: 20, c: 30, d: 40, e: 50 }, { a: 4, b: 3, c: 2, d: 1, e: 0 }],
    ['a scheme of one unknown level', { only: 0 }, { only: 1 }],
    [
      'a scheme of hostile names',
      JSON.parse('{"error":0,"constructor":1,"__proto__":2}'),
      { error: 3, constructor: 0 },
    ],
  ])('of every level of %s', (_, levels, expected) => {
    const severities = severitiesOf(levels, {})
    const found = Object.keys(expected).map((level) => [level, severityOf(level, severities)])
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  it.each(['loud', 'constructor', '__proto__', ''])(
    'of the level %j, which the logger does not have, is Information',
    (level) => {
      expect(severityOf(level, severitiesOf({ error: 0, debug: 1 }, {}))).toBe(1)
    },
  )

  it('comes from levelMap, which also determines the levels between its own', () => {
    const severities = severitiesOf({ page: 0, error: 1, audit: 2, chat: 3 }, { error: 4, audit: 2 })
    expect(['page', 'error', 'audit', 'chat'].map((level) => severityOf(level, severities))).toEqual([4, 4, 2, 0])
  })

  it('is that of the logged level, even if a format has colored it', () => {
    const { data } = mappedOne((logger) => logger.warn('hello'), { format: winston.format.colorize({ all: true }) })
    expect(data.baseData).toMatchObject({ severityLevel: 2, properties: { level: 'warn' } })
  })
})
