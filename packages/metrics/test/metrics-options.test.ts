import { expect, it } from '@jest/globals'
import { createMetrics } from '../src'

it.each([
  [{ exportIntervalMs: 0 }, 'exportIntervalMs must be a whole number from 1 to 2147483647, got 0.'],
  [{ exportIntervalMs: '15' }, 'got a string'],
  [{ standardMetrics: 'no' }, 'standardMetrics must be true or false'],
  [{ export_interval: 15 }, 'export_interval is not an option. Did you mean exportIntervalMs?'],
  [{ enable_standard_metrics: false }, 'Did you mean standardMetrics?'],
  [{ exportIntervallMs: 1 }, 'Did you mean exportIntervalMs?'],
  [{ client: {} }, 'client must be a TelemetryClient'],
])('rejects %j', (options, message) => {
  expect(() => createMetrics(options as never)).toThrow(message)
})
