import { describe, expect, it } from '@jest/globals'
import type pino from 'pino'
import { DEFAULT_LEVELS, Levels } from '../src/levels'
import { mappedOne } from './builders'

const levels = new Levels(DEFAULT_LEVELS, {})

describe('the severity', () => {
  it.each<[unknown, number, unknown]>([
    [10, 0, 'trace'],
    [20, 0, 'debug'],
    [29, 0, '29'],
    [30, 1, 'info'],
    [39.9, 1, '39.9'],
    [40, 2, 'warn'],
    [49, 2, '49'],
    [50, 3, 'error'],
    [59, 3, '59'],
    [60, 4, 'fatal'],
    [1_000, 4, '1000'],
    [-1, 0, '-1'],
    ['50', 3, 'error'],
    ['35', 1, '35'],
    ['warn', 2, 'warn'],
    ['WARN', 2, 'WARN'],
    ['Warning', 2, 'Warning'],
    ['CRITICAL', 4, 'CRITICAL'],
    ['loud', 1, 'loud'],
    ['', 1, ''],
    [undefined, 1, undefined],
    [null, 1, null],
    [Number.NaN, 1, Number.NaN],
  ])('of the level %j is %d', (level, severityLevel, word) => {
    expect(levels.read(level)).toEqual({ severityLevel, word })
  })

  it('of a custom level is that of its name if it is known, else that of its number', () => {
    const values = { audit: 35, notice: 33, Page: 70, error: 3, info: 6 }
    const labels = Object.fromEntries(Object.entries(values).map(([label, value]) => [value, label]))
    const custom = new Levels({ labels, values }, {})
    expect([35, 33, 70, 3, 6, 'AUDIT', 'page'].map((level) => custom.read(level).severityLevel)).toEqual([
      1, 1, 4, 3, 1, 1, 4,
    ])
  })

  it('comes from levelMap, by name in upper or lower case or by number', () => {
    const mapped = new Levels(DEFAULT_LEVELS, { Debug: 1, error: 4, 35: 2 })
    expect([20, 'DEBUG', 50, 35, 30].map((level) => mapped.read(level).severityLevel)).toEqual([1, 1, 4, 2, 1])
  })

  it('is right even for more levels than are remembered', () => {
    for (let level = 0; level < 300; level++) levels.read(`level ${level}`)
    expect([levels.read(55).severityLevel, levels.read('level 299').severityLevel]).toEqual([3, 1])
  })

  it.each<[string, pino.LoggerOptions['formatters'], string]>([
    ['a label', { level: (label) => ({ level: label.toUpperCase() }) }, 'ERROR'],
    ['a field of another name', { level: (label) => ({ severity: label }) }, 'error'],
  ])('is found if a formatter has turned the level into %s', (_, formatters = {}, word) => {
    const { data } = mappedOne((logger) => logger.error('x'), { formatters })
    expect(data.baseData).toMatchObject({ severityLevel: 3, properties: { level: word } })
  })
})
