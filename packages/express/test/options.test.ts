import { expect, it } from '@jest/globals'
import winston from 'winston'
import { type RequestLoggerOptions, type RequestTelemetryOptions, requestLogger, requestTelemetry } from '../src'

it.each<[unknown, string, RegExp]>([
  [{ logger: console }, 'logger', /winston or pino, got object/],
  [{}, 'logger', /got undefined/],
  [{ logger: winston.createLogger(), sampling: 1 }, 'sampling', /no option of requestLogger\. It has logger, /],
  [{ logger: winston.createLogger(), ignore: '/health' }, 'ignore', /must be a list, got string/],
  [{ logger: winston.createLogger({ levels: { high: 0, low: 1 } }) }, 'level', /has no level error/],
])('an option that cannot work is refused: %#', (options, option, message) => {
  expect(() => requestLogger(options as RequestLoggerOptions)).toThrow(
    expect.objectContaining({ code: 'AZMON_CONFIGURATION', field: option, message: expect.stringMatching(message) }),
  )
})

it('a logger whose levels have names of their own is told which to take', () => {
  const logger = winston.createLogger({ levels: { high: 0, low: 1 } })
  expect(() => requestLogger({ logger, level: () => 'low' })).not.toThrow()
})

it.each<[unknown, string, RegExp]>([
  [{ tracing: {} }, 'tracing', /what createTracing\(\) returns/],
  [{ ignore: '/health' }, 'ignore', /must be a list/],
  [{ users: () => 'ada' }, 'users', /no option of requestTelemetry\. It has tracing, /],
])('and so is one of requestTelemetry: %#', (options, field, message) => {
  expect(() => requestTelemetry(options as RequestTelemetryOptions)).toThrow(
    expect.objectContaining({ code: 'AZMON_CONFIGURATION', field, message: expect.stringMatching(message) }),
  )
})
