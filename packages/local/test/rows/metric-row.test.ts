import { describe, expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

describe('a metric', () => {
  it('keeps its first point as an aggregate', () => {
    const metrics = [
      { name: 'queue', value: 12, count: 4, min: 1, max: 7, stdDev: 2 },
      { name: 'other', value: 1 },
    ]
    const { table, row } = rowOfData('MetricData', { metrics, properties: { shop: 'a' } })

    expect(table).toBe('customMetrics')
    expect(row).toMatchObject({
      name: 'queue',
      value: 12,
      valueSum: 12,
      valueCount: 4,
      valueMin: 1,
      valueMax: 7,
      valueStdDev: 2,
      customDimensions: { shop: 'a' },
    })
  })

  it('is a single value without a count', () => {
    expect(rowOfData('MetricData', { metrics: [{ name: 'n', value: 5 }] }).row).toMatchObject({
      valueCount: 1,
      valueSum: 5,
      valueMin: 5,
      valueMax: 5,
      valueStdDev: null,
    })
  })

  it.each([
    ['\\Memory\\Available Bytes', 'Memory', 'Available Bytes', null],
    ['\\Processor(_Total)\\% Processor Time', 'Processor', '% Processor Time', '_Total'],
    ['\\Process(??APP_WIN32_PROC??)\\Private Bytes', 'Process', 'Private Bytes', '??APP_WIN32_PROC??'],
    ['\\ASP.NET Applications(w3)\\Requests/Sec', 'ASP.NET Applications', 'Requests/Sec', 'w3'],
  ])('named %s is a performance counter', (name, category, counter, instance) => {
    expect(rowOfData('MetricData', { metrics: [{ name, value: 5 }] })).toMatchObject({
      table: 'performanceCounters',
      row: { name: counter, category, counter, instance, value: 5, itemType: 'performanceCounter' },
    })
  })

  it('named with a backslash elsewhere is a custom metric', () => {
    expect(rowOfData('MetricData', { metrics: [{ name: 'a\\b', value: 1 }] }).table).toBe('customMetrics')
  })
})
