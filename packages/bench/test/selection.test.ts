import { describe, expect, it } from '@jest/globals'
import { casesOf } from '../src/selection'

const LOGGERS = ['winston', 'pino'] as const

describe('casesOf', () => {
  it('runs the logger alone along with a selected contender', () => {
    const cases = casesOf(LOGGERS, { scenarios: ['burst'], shapes: ['http'], contenders: ['azmon'], records: 5 })
    expect(cases).toEqual([
      { scenario: 'burst', shape: 'http', contender: 'winston-alone', records: 5 },
      { scenario: 'burst', shape: 'http', contender: 'azmon', records: 5 },
    ])
  })

  it('selects all contenders of a family', () => {
    const cases = casesOf(LOGGERS, { contenders: ['pino'] })
    expect(new Set(cases.map(({ contender }) => contender))).toEqual(
      new Set(['pino-alone', 'azmon-pino', 'azmon-pino-journal', 'azmon-pino-stream', 'pino-applicationinsights']),
    )
  })

  it('measures the endpoint down with one shape', () => {
    const cases = casesOf(LOGGERS, { scenarios: ['down'] })
    expect(new Set(cases.map(({ shape }) => shape))).toEqual(new Set(['flat']))
  })
})
