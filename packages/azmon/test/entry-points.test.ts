import * as express from '@azmon/express'
import * as metrics from '@azmon/metrics'
import * as tracing from '@azmon/tracing'
import { expect, it } from '@jest/globals'
import * as azmonExpress from '../src/express'
import * as azmonMetrics from '../src/metrics'
import * as azmonTracing from '../src/tracing'

it.each([
  ['azmon/express', azmonExpress, express],
  ['azmon/metrics', azmonMetrics, metrics],
  ['azmon/tracing', azmonTracing, tracing],
])('%s exports everything of its package', (_, entry, original) => {
  expect(Object.keys(entry).length).toBeGreaterThan(3)
  expect(entry).toEqual(original)
})
