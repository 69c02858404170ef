import { expect, it } from '@jest/globals'
import { ConfigurationError, DeliveryError, SpoolError, TelemetryError } from '../src/errors'

it.each<[TelemetryError, string, string]>([
  [new ConfigurationError('endpoint', 'no'), 'ConfigurationError', 'AZMON_CONFIGURATION'],
  [new DeliveryError('no', { cause: 'why' }), 'DeliveryError', 'AZMON_DELIVERY'],
  [new SpoolError('no', { cause: 'why' }), 'SpoolError', 'AZMON_SPOOL'],
])('%s has a name and a stable code', (error, name, code) => {
  expect(error).toBeInstanceOf(TelemetryError)
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name, code, message: 'no' })
  expect(String(error)).toBe(`${name}: no`)
})

it('an error of a setting names the setting', () => {
  expect(new ConfigurationError('endpoint', 'no').field).toBe('endpoint')
})

it('an error of the delivery or the spool keeps its cause', () => {
  const cause = new Error('why')
  expect([new DeliveryError('no', { cause }).cause, new SpoolError('no', { cause }).cause]).toEqual([cause, cause])
})
