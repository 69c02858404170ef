import { ConfigurationError, TelemetryClient } from '@azmon/core'
import { expect, it } from '@jest/globals'
import { splitOptions } from '../src/stream-options'

it('the options of the client and of the mapping are separated', () => {
  const { client, clientOptions, mapping } = splitOptions({
    cloudRole: 'shop',
    levelMap: { audit: 2 },
    timeKey: 'at',
    nestedKey: 'payload',
  })
  expect({ client, clientOptions }).toEqual({ client: undefined, clientOptions: { cloudRole: 'shop' } })
  expect(mapping).toMatchObject({ levelMap: { audit: 2 }, timeKey: 'at', nestedKey: 'payload', namesInstance: false })
})

it('by default, the time is in `time`, no field is nested, and the host of a record counts', () => {
  expect(splitOptions({}).mapping).toMatchObject({ timeKey: 'time', nestedKey: undefined, namesInstance: false })
  expect(splitOptions({ cloudRoleInstance: 'shop-1' }).mapping.namesInstance).toBe(true)
})

it('a client may be given, without options of its own', () => {
  const client = new TelemetryClient({ disabled: true })
  expect(splitOptions({ client })).toMatchObject({ client, clientOptions: {} })
  expect(() => splitOptions({ client, cloudRole: 'shop' })).toThrow(ConfigurationError)
})

it.each<[object, RegExp]>([
  [{ timeKey: '' }, /timeKey must be the name of a field, got an empty string/],
  [{ nestedKey: 5 }, /nestedKey must be the name of a field, got number/],
  [{ messageKey: 'text' }, /pino reports its messageKey/],
  [{ level: 'info' }, /set it on the logger/],
  [{ timeKee: 'at' }, /Did you mean timeKey\?/],
])('%j is refused with its cure', (options, message) => {
  expect(() => splitOptions(options)).toThrow(ConfigurationError)
  expect(() => splitOptions(options)).toThrow(message)
})
