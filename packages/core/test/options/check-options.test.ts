import { describe, expect, it } from '@jest/globals'
import { checkOptionNames, checkOptions } from '../../src/options/check-options'

describe('checkOptions', () => {
  it('accepts known options with valid values, and undefined', () => {
    expect(() => checkOptions({ cloudRole: 'shop', maxBatchItems: 5, onError: undefined })).not.toThrow()
  })

  it.each<[object, string]>([
    [{ maxBatchItems: 0 }, 'maxBatchItems must be a whole number from 1 to 64000, got 0.'],
    [{ proxy: { ftp: 'x' } }, 'proxy has the unknown key ftp. The keys are http, https, noProxy.'],
    [{ cloudRol: 'shop' }, 'cloudRol is not an option. Did you mean cloudRole?'],
    [{ [`InstrumentationKey=${'1'.repeat(8)}`]: true }, 'One of the names is not an option.'],
  ])('rejects %j', (options, message) => {
    expect(() => checkOptions(options)).toThrow(message)
    expect(() => checkOptions(options)).not.toThrow('11111111')
  })
})

describe('checkOptionNames', () => {
  it('accepts the options of a client and of the adapter', () => {
    expect(() => checkOptionNames({ cloudRole: 1, levelMap: 1 }, ['levelMap'])).not.toThrow()
  })

  it('rejects an excluded option with its advice', () => {
    const except = { uncaught: 'It works only in a program.' }
    expect(() => checkOptionNames({ uncaught: true }, [], except)).toThrow(
      'uncaught is not an option here. It works only in a program.',
    )
  })

  it('suggests options of the adapter, too', () => {
    expect(() => checkOptionNames({ levelmap: {} }, ['levelMap'])).toThrow('Did you mean levelMap?')
  })

  it.each([
    [null, 'got null.'],
    ['InstrumentationKey=canary', 'got a string of 25 characters.'],
    [Object.assign({}, 'canary'), 'got a string or an array.'],
    [['canary'], 'got an array.'],
  ])('rejects %p instead of an object', (options, got) => {
    expect(() => checkOptionNames(options as object, [])).toThrow(
      `The options must be an object such as { connectionString }, ${got}`,
    )
  })
})
