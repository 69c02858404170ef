import { describe, expect, it } from '@jest/globals'
import { LevelReader } from '../../src/adapter/level-reader'

const levels = new LevelReader()

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
    expect(levels.read(level)).toMatchObject({ severityLevel, word })
  })

  it('of a custom level is that of its name if it is known, else that of its number', () => {
    const values = { audit: 35, notice: 33, Page: 70, error: 3, info: 6 }
    const labels = Object.fromEntries(Object.entries(values).map(([label, value]) => [value, label]))
    const custom = new LevelReader({ labels, values })
    expect([35, 33, 70, 3, 6, 'AUDIT', 'page'].map((level) => custom.read(level).severityLevel)).toEqual([
      1, 1, 4, 3, 1, 1, 4,
    ])
  })

  it('comes from levelMap, by name in upper or lower case or by number', () => {
    const mapped = new LevelReader(undefined, { Debug: 1, error: 4, 35: 2 })
    expect([20, 'DEBUG', 50, 35, 30].map((level) => mapped.read(level).severityLevel)).toEqual([1, 1, 4, 2, 1])
  })

  it('is right even for more levels than are remembered', () => {
    for (let level = 0; level < 300; level++) levels.read(`level ${level}`)
    expect([levels.read(55).severityLevel, levels.read('level 299').severityLevel]).toEqual([3, 1])
  })
})

describe('the field with the level', () => {
  it.each<[string, object, readonly string[], string | undefined]>([
    ['level, if its value is known', { severity: 'ERROR', level: 40 }, ['severity', 'level'], 'level'],
    ['level, if it is the only one', { level: 'loud' }, [], 'level'],
    ['the first of the record if level is unknown', { severity: 'ERROR', level: 'floor 3' }, ['severity'], 'severity'],
    ['a usual key', { 'log.level': 'warn' }, [], 'log.level'],
    ['the most usual key', { lvl: 40, severity: 'ERROR' }, [], 'severity'],
    ['a field with a value that can be a level', { level: null, severity: { a: 1 }, lvl: 40 }, [], 'lvl'],
    ['none', { importance: 'high' }, ['importance'], undefined],
  ])('is %s', (_, record, leading, key) => {
    expect(new LevelReader().keyIn({ ...record }, leading)).toBe(key)
  })

  it('is levelKey, if the record has it', () => {
    const own = new LevelReader(undefined, {}, 'importance')
    expect(own.keyIn({ level: 30, importance: 'error' }, ['level', 'importance'])).toBe('importance')
    expect(own.keyIn({ level: 30 }, ['level'])).toBe('level')
  })

  it('is a severity of Application Insights if it is called severityLevel and has a number', () => {
    const reader = new LevelReader()
    expect([0, 1, 2, 3, 4].map((level) => reader.read(level, 'severityLevel').severityLevel)).toEqual([0, 1, 2, 3, 4])
    expect(['warn', 50, 4.5].map((level) => reader.read(level, 'severityLevel').severityLevel)).toEqual([2, 3, 0])
  })
})
