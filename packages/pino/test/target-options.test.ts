import { ConfigurationError } from '@azmon/core'
import { TEST_KEY } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { type AzureMonitorTargetOptions, validateOptions } from '../src'

describe('options for the worker', () => {
  it('are handed on where they can work', () => {
    const options: AzureMonitorTargetOptions = {
      connectionString: `InstrumentationKey=${TEST_KEY}`,
      processors: ['./no-such-module.cjs'],
      levelMap: { audit: 1 },
      timeKey: '@timestamp',
    }
    expect(validateOptions(options)).toBe(options)
  })

  class Credential {
    getToken() {
      return Promise.resolve(null)
    }
  }

  it.each<[string, object]>([
    ['samplingRate', { samplingRate: 1 }],
    ['samplingRatio', { samplingRatio: 2 }],
    ['InstrumentationKey', { connectionString: 'InstrumentationKey=nonsense' }],
    ['levelMap', { levelMap: { audit: 5 } }],
    ['processors', { processors: [() => false] }],
    ['onError', { onError: () => {} }],
    ['credential', { credential: { getToken: () => {} } }],
    ['credential', { credential: new Credential() }],
    ['client', { client: {} }],
    ['uncaught', { uncaught: 'record' }],
  ])('are refused on the main thread where %s cannot work there', (field, options) => {
    expect(() => validateOptions(options)).toThrow(ConfigurationError)
    expect(() => validateOptions(options)).toThrow(expect.objectContaining({ code: 'AZMON_CONFIGURATION', field }))
  })
})
