import { expect, it } from '@jest/globals'
import { ConfigurationError } from '../../src/errors'
import { requireDestination, resolveTarget } from '../../src/maintenance/target'

const KEY = '11111111-2222-4333-8444-555555555555'
const STRING = `InstrumentationKey=${KEY};IngestionEndpoint=https://own.example/`
const DESTINATION = { instrumentationKey: KEY, ingestionEndpoint: 'https://own.example' }

it.each<[string, object, Record<string, string>]>([
  ['the option', { connectionString: STRING }, {}],
  ['the environment', {}, { APPLICATIONINSIGHTS_CONNECTION_STRING: STRING }],
  [
    'the environment of a program that is disabled',
    {},
    { APPLICATIONINSIGHTS_CONNECTION_STRING: STRING, AZMON_DISABLED: '1' },
  ],
])('the destination comes from %s', (_, options, env) => {
  const target = resolveTarget(options, env)
  expect(requireDestination(target)).toMatchObject(DESTINATION)
})

it('the spool is below the storage path, or else below the state directory of the environment', () => {
  expect(JSON.stringify(resolveTarget({ storagePath: '/var/own' }, {}).delivery)).toContain('/var/own')
  expect(JSON.stringify(resolveTarget({}, { XDG_STATE_HOME: '/var/state' }).delivery)).toContain('/var/state')
})

it('there may be no destination, until one is required', () => {
  const target = resolveTarget({}, {})
  expect(target.destination).toBeUndefined()
  expect(() => requireDestination(target)).toThrow(ConfigurationError)
  expect(() => requireDestination(target)).toThrow(/APPLICATIONINSIGHTS_CONNECTION_STRING or pass --connection-string/)
})

it.each<[string, object, Record<string, string>]>([
  ['the option', { connectionString: 'secret' }, {}],
  ['the environment', {}, { APPLICATIONINSIGHTS_CONNECTION_STRING: 'secret' }],
])('an invalid connection string in %s is an error that does not show it', (_, options, env) => {
  expect(() => resolveTarget(options, env)).toThrow(ConfigurationError)
  expect(() => resolveTarget(options, env)).not.toThrow(/secret/)
})
