import { ConfigurationError } from '@azmon/core'
import { TEST_KEY } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { type AzureMonitorTargetOptions, validateOptions } from '../src'

function messageOf(refused: () => unknown): string {
  try {
    refused()
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message
    throw error
  }
  throw new Error('It is not refused')
}

describe('options for the worker', () => {
  it('are returned if they are valid', () => {
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
  ])('throw on the main thread if %s cannot work in a worker', (field, options) => {
    expect(() => validateOptions(options)).toThrow(ConfigurationError)
    expect(() => validateOptions(options)).toThrow(expect.objectContaining({ code: 'AZMON_CONFIGURATION', field }))
  })

  it.each<[object, string]>([
    [{ onError: 1 }, "'azmon:error' on the stream that pino.transport() returns"],
    [{ onDrop: () => {} }, "'azmon:drop' on the stream that pino.transport() returns"],
    [{ client: {} }, 'use azureMonitorStream({ client })'],
    [{ messageKey: 'text' }, 'pino reports its messageKey to its transports'],
    [{ errorKey: 'failure' }, 'pino reports its errorKey to its transports'],
    [{ customLevels: { audit: 35 } }, 'levelMap sets their severities'],
    [{ level: 'debug' }, 'set it on the logger'],
  ])('throw for %p an error that names the alternative', (options, cure) => {
    expect(() => validateOptions(options)).toThrow(cure)
  })

  it('are listed, without those that cannot work in a worker, if a name is unknown', () => {
    const told = messageOf(() => validateOptions({ batching: true } as AzureMonitorTargetOptions))
    const names = told.replace(/^.*The options are |\.$/g, '').split(', ')
    expect(names).toEqual(expect.arrayContaining(['levelMap', 'nestedKey', 'connectionString', 'processors']))
    for (const name of ['client', 'credential', 'uncaught', 'onError', 'onDrop']) expect(names).not.toContain(name)
  })

  it.each<[unknown, string]>([
    [undefined, 'got undefined'],
    [null, 'got null'],
    ['InstrumentationKey=canary', 'got a string of 25 characters'],
    [[{ cloudRole: 'shop' }], 'got an array'],
    [{ ...Array.from('InstrumentationKey=canary') }, 'got a string or an array'], // as pino hands on a text
  ])('must be an object, not %p', (options, got) => {
    const told = messageOf(() => validateOptions(options as AzureMonitorTargetOptions))
    expect(told).toBe(`The options must be an object such as { connectionString }, ${got}.`)
  })
})
