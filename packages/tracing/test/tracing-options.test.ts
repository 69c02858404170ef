import { expect, it } from '@jest/globals'
import { createTracing } from '../src'

it.each([
  [{ sampler: {} }, 'sampler must be an object with a method decide(), got an object'],
  [{ propagator: 'w3c' }, 'propagator must be an object with a method extract(), got a string'],
  [{ exporters: [{}] }, 'exporters must be an array of functions'],
  [{ smapler: {} }, 'smapler is not an option. Did you mean sampler?'],
  [{ client: {} }, 'client must be a TelemetryClient'],
])('rejects %j', (options, message) => {
  expect(() => createTracing(options as never)).toThrow(message)
})
