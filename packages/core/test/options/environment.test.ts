import { describe, expect, it } from '@jest/globals'
import { resolveOptions } from '../../src/options/resolve'
import type { TelemetryClientOptions } from '../../src/options/telemetry-client-options'

const KEY = '11111111-2222-4333-8444-555555555555'
const STRING = `InstrumentationKey=${KEY};IngestionEndpoint=https://own.example/`
const VARIABLE = 'APPLICATIONINSIGHTS_CONNECTION_STRING'

type Env = Readonly<Record<string, string>>

function messagesOf(env: Env, options: TelemetryClientOptions = {}): readonly string[] {
  return resolveOptions(options, env).environmentErrors.map(({ message }) => message)
}

describe('an invalid proxy in the environment', () => {
  it.each([
    'socks5://user:canary@proxy.example:1080',
    'direct://',
    'http://user:ca#nary@proxy.example:3128',
    'http://user:12#canary@proxy.example:3128',
    'http://user:12?canary@proxy.example:3128',
    'http://user:12/canary@proxy.example:3128',
    'http://',
    'proxy.example:port',
    'http://[::1',
  ])('%s is ignored, with one error that names the variable and never shows the value', (value) => {
    const env = { [VARIABLE]: STRING, HTTPS_PROXY: value, HTTP_PROXY: 'http://other.example:3128' }
    const { delivery, environmentErrors } = resolveOptions({}, env)
    expect(delivery.proxy).toMatchObject({ http: 'http://other.example:3128', https: undefined })
    expect(environmentErrors).toEqual([expect.objectContaining({ code: 'AZMON_CONFIGURATION', field: 'HTTPS_PROXY' })])
    expect(messagesOf(env)[0]).toMatch(/^HTTPS_PROXY must be the host and port of an http or https proxy/)
    expect(messagesOf(env)[0]).not.toMatch(/canary|user/)
  })

  it('is a ConfigurationError as an option', () => {
    const proxy = 'http://user:12#canary@proxy.example:3128'
    expect(() => resolveOptions({ connectionString: STRING, proxy }, {})).toThrow(
      expect.objectContaining({ field: 'proxy', message: expect.not.stringContaining('canary') }),
    )
  })

  it.each(['', ' ', '""', "' '"])('%j is the same as no proxy', (value) => {
    const env = { [VARIABLE]: STRING, HTTP_PROXY: value, https_proxy: value }
    expect(resolveOptions({}, env).delivery.proxy).toEqual({})
    expect(messagesOf(env)).toEqual([])
  })

  it('is not reported if the option proxy is set, or without a destination', () => {
    const env = { HTTPS_PROXY: 'socks5://proxy.example' }
    expect(messagesOf(env, { connectionString: STRING, proxy: {} })).toEqual([])
    expect(messagesOf(env)).toEqual([])
  })
})

describe('an invalid connection string in the environment', () => {
  it.each([
    'canary',
    'InstrumentationKey=canary',
    `InstrumentationKey=${KEY};IngestionEndpoint=http://canary.example`,
    `InstrumentationKey=${KEY};IngestionEndpoint=canary`,
    `InstrumentationKey=${KEY};InstrumentationKey=${KEY}`,
    `"InstrumentationKey=${KEY}`,
    ';',
    'x'.repeat(5_000),
  ])('%s switches telemetry off, with one error', (value) => {
    expect(resolveOptions({}, { [VARIABLE]: value }).destination).toBe('invalid')
    const messages = messagesOf({ [VARIABLE]: value })
    expect(messages).toEqual([expect.stringMatching(new RegExp(`^${VARIABLE} cannot be used: .*switched off`))])
    expect(messages[0]).not.toMatch(/canary|1111/)
  })

  it('throws if telemetry is required', () => {
    expect(() => resolveOptions({ required: true }, { [VARIABLE]: 'canary' })).toThrow(`${VARIABLE} cannot be used`)
  })

  it('is not reported if an option sets the destination', () => {
    expect(messagesOf({ [VARIABLE]: 'canary' }, { connectionString: STRING })).toEqual([])
  })
})

it('an invalid key in the environment switches telemetry off, with one error', () => {
  const env = { APPINSIGHTS_INSTRUMENTATIONKEY: 'canary' }
  expect(resolveOptions({}, env).destination).toBe('invalid')
  expect(messagesOf(env)).toEqual([expect.stringMatching(/^APPINSIGHTS_INSTRUMENTATIONKEY must be a GUID/)])
})

it.each([`"${STRING}"`, `'${STRING}'`, ` ${STRING}\n`, ` " ${STRING} " `])(
  'removes quotes and spaces around a value: %j',
  (value) => {
    const destination = { instrumentationKey: KEY, ingestionEndpoint: 'https://own.example' }
    expect(resolveOptions({}, { [VARIABLE]: value }).destination).toMatchObject(destination)
    expect(resolveOptions({}, { [VARIABLE]: STRING, HTTPS_PROXY: '"proxy.example:3128"' }).delivery.proxy.https).toBe(
      'http://proxy.example:3128',
    )
  },
)

it.each(['1', '"1"', ' 1 '])('AZMON_DISABLED=%j reads no other variable', (disabled) => {
  const env = { AZMON_DISABLED: disabled, [VARIABLE]: 'canary', HTTPS_PROXY: 'socks5://canary' }
  expect(resolveOptions({}, env)).toMatchObject({ destination: 'disabled', environmentErrors: [] })
})
