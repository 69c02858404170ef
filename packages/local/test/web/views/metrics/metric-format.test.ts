import { expect, it } from '@jest/globals'
import { metricFormat } from '../../../../web/src/views/metrics/metric-format'

it.each([
  ['Memory: Available Bytes', 1_610_612_736, '1.5 GB'],
  ['Heap Used (bytes)', 0, '0 B'],
  ['Event Loop Delay p50 (ms)', 12.3456, '12.35 ms'],
  ['Processor: % Processor Time', 42, '42 %'],
  ['orders', 1_234.5, '1,235'],
])('a value of %s, %d, is written as %s', (name, value, written) => {
  expect(metricFormat(name)(value)).toBe(written)
})
