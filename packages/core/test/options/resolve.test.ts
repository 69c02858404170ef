import { hostname, tmpdir } from 'node:os'
import { describe, expect, it } from '@jest/globals'
import { ConfigurationError } from '../../src/errors'
import { defaultProgram } from '../../src/options/default-program'
import { checkClientOptions, isUnconfigured, resolveOptions } from '../../src/options/resolve'
import type { TelemetryClientOptions } from '../../src/options/telemetry-client-options'

const KEY = '11111111-2222-4333-8444-555555555555'
const OTHER_KEY = '99999999-2222-4333-8444-555555555555'
const STRING = `InstrumentationKey=${KEY};IngestionEndpoint=https://own.example/`

describe('the destination', () => {
  const tokenScope = 'https://monitor.azure.com/.default'
  const own = { instrumentationKey: KEY, ingestionEndpoint: 'https://own.example', tokenScope }
  const cloud = { instrumentationKey: KEY, ingestionEndpoint: 'https://dc.services.visualstudio.com', tokenScope }

  it.each<[string, TelemetryClientOptions, Record<string, string>, unknown]>([
    ['the connectionString option', { connectionString: STRING }, {}, own],
    [
      'the connectionString option before the environment',
      { connectionString: STRING },
      { APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${OTHER_KEY}` },
      own,
    ],
    [
      'the connectionString option before the instrumentationKey option',
      { connectionString: STRING, instrumentationKey: OTHER_KEY },
      {},
      own,
    ],
    ['the instrumentationKey option', { instrumentationKey: KEY }, {}, cloud],
    [
      'the instrumentationKey option with its endpoint',
      { instrumentationKey: KEY, endpoint: 'https://own.example/' },
      {},
      own,
    ],
    [
      'the instrumentationKey option before the environment, endpoint included',
      { instrumentationKey: KEY },
      { APPLICATIONINSIGHTS_CONNECTION_STRING: STRING },
      cloud,
    ],
    [
      'the environment’s connection string',
      {},
      { APPLICATIONINSIGHTS_CONNECTION_STRING: STRING, APPINSIGHTS_INSTRUMENTATIONKEY: OTHER_KEY },
      own,
    ],
    ['the environment’s key', {}, { APPINSIGHTS_INSTRUMENTATIONKEY: KEY }, cloud],
    ['nothing', {}, {}, 'missing'],
    ['an empty environment variable', {}, { APPLICATIONINSIGHTS_CONNECTION_STRING: '' }, 'missing'],
    ['disabled', { disabled: true, connectionString: STRING }, {}, 'disabled'],
    ['AZMON_DISABLED', { connectionString: STRING }, { AZMON_DISABLED: '1' }, 'disabled'],
    [
      'disabled: false before AZMON_DISABLED',
      { disabled: false, connectionString: STRING },
      { AZMON_DISABLED: '1' },
      own,
    ],
  ])('comes from %s', (_, options, env, destination) => {
    expect(resolveOptions(options, env).destination).toEqual(destination)
  })
})

describe('the role', () => {
  it.each([
    [{ cloudRole: 'mine' }, { OTEL_SERVICE_NAME: 'otel', WEBSITE_SITE_NAME: 'site' }, 'mine'],
    [{}, { OTEL_SERVICE_NAME: 'otel', WEBSITE_SITE_NAME: 'site' }, 'otel'],
    [{}, { WEBSITE_SITE_NAME: 'site' }, 'site'],
  ])('of %j in %j is %s', (options, env, role) => {
    expect(resolveOptions(options, env).cloudRole).toBe(role)
  })

  it('has a version: the option, or that of the package, or none for an empty string', () => {
    const versionOf = (options: object) => resolveOptions(options, {}).applicationVersion
    expect(versionOf({ applicationVersion: '1.2.3' })).toBe('1.2.3')
    expect(versionOf({})).toBe(defaultProgram({}).version)
    expect(versionOf({ applicationVersion: '' })).toBeUndefined()
  })

  it('has an instance: the option, or that of the site, or the host name', () => {
    expect(resolveOptions({ cloudRoleInstance: 'a' }, { WEBSITE_INSTANCE_ID: 'b' }).cloudRoleInstance).toBe('a')
    expect(resolveOptions({}, { WEBSITE_INSTANCE_ID: 'b' }).cloudRoleInstance).toBe('b')
    expect(resolveOptions({}, {}).cloudRoleInstance).toBe(hostname())
  })
})

describe('delivery options', () => {
  it('have the documented defaults', () => {
    expect(resolveOptions({}, { XDG_STATE_HOME: '/home/me/state' }).delivery).toEqual({
      maxBatchItems: 2_048,
      maxBatchBytes: 1_048_576,
      maxBatchAgeMs: 2_000,
      maxQueueBytes: 8_388_608,
      minRetryDelayMs: 500,
      requestTimeoutMs: 30_000,
      exitFlushMs: 3_000,
      durability: 'spool',
      storagePlaces: [
        { base: '/home/me/state', levels: ['azmon'] },
        { base: tmpdir(), levels: [`azmon-${process.geteuid?.()}`] },
      ],
      storageMaxBytes: 104_857_600,
      storageRetentionMs: 169_200_000,
      storageMaintenanceMs: 5_000,
      handleSignals: true,
      signalFlushMs: 1_000,
      credential: undefined,
      proxy: {},
    })
  })

  it('are frozen', () => {
    const { delivery } = resolveOptions({ maxBatchItems: 7 }, {})
    expect(delivery.maxBatchItems).toBe(7)
    expect(Object.isFrozen(delivery)).toBe(true)
  })
})

describe('an invalid option', () => {
  it.each<[object, string, string]>([
    [{ maxBatchItems: 0 }, 'maxBatchItems', 'maxBatchItems must be a whole number from 1 to 64000, got 0.'],
    [{ maxBatchAgeMs: 1.5 }, 'maxBatchAgeMs', 'got 1.5'],
    [{ maxQueueBytes: Number.NaN }, 'maxQueueBytes', 'got NaN'],
    [{ requestTimeoutMs: '30s' }, 'requestTimeoutMs', 'got a string of 3 characters'],
    [{ exitFlushMs: null }, 'exitFlushMs', 'got null'],
    [{ cloudRole: 7 }, 'cloudRole', 'cloudRole must be a string, got a number.'],
    [{ connectionString: { canary: 'secret' } }, 'connectionString', 'got an object'],
    [{ required: 'canary-secret' }, 'required', 'required must be true or false, got a string of 13 characters.'],
    [{ onError: 'canary-secret' }, 'onError', 'onError must be a function'],
    [{ colour: 5 }, 'colour', 'colour is not an option. The options are connectionString,'],
    [{ connectionstring: 'x' }, 'connectionstring', 'Did you mean connectionString?'],
    [{ maxBatchItem: 5 }, 'maxBatchItem', 'Did you mean maxBatchItems?'],
    [{ 'InstrumentationKey=canary-1111': true }, 'options', 'One of the names is not an option.'],
    [{ export_interval: 5 }, 'export_interval', 'Did you mean maxBatchAgeMs?'],
    [{ enable_local_storage: false }, 'enable_local_storage', "is kept on disk unless durability is 'memory'"],
    [
      { durability: 'disk' },
      'durability',
      "durability must be 'memory', 'spool', 'journal', 'journal+fsync' or left out",
    ],
    [{ storageMaxBytes: 5 }, 'storageMaxBytes', 'got 5'],
    [{ storageRetentionMs: 172_800_000 }, 'storageRetentionMs', 'from 1000 to 169200000'],
    [{ handleSignals: 'always' }, 'handleSignals', "handleSignals must be 'auto', true, false or left out"],
    [{ onDrop: {} }, 'onDrop', 'onDrop must be a function'],
    [{ endpoint: 'https://example.com' }, 'endpoint', 'endpoint must be given with instrumentationKey'],
    [{ instrumentationKey: 'canary-secret' }, 'instrumentationKey', 'must be a GUID'],
    [{ instrumentationKey: KEY, endpoint: 'http://example.com' }, 'endpoint', 'must use https://'],
    [
      { required: true },
      'connectionString',
      'No connection string was given. Set APPLICATIONINSIGHTS_CONNECTION_STRING',
    ],
  ])('%j is rejected', (options, field, words) => {
    const resolve = () => resolveOptions(options as TelemetryClientOptions, {})
    expect(resolve).toThrow(ConfigurationError)
    expect(resolve).toThrow(
      expect.objectContaining({ code: 'AZMON_CONFIGURATION', field, message: expect.stringContaining(words) }),
    )
    expect(resolve).not.toThrow(/canary|1111/)
  })

  it.each([null, 'InstrumentationKey=canary', 7, []])('%p instead of an object is rejected', (options) => {
    expect(() => resolveOptions(options as never, {})).toThrow(
      expect.objectContaining({ field: 'options', message: expect.not.stringContaining('canary') }),
    )
  })
})

describe('checks of options', () => {
  it('reject what a client rejects', () => {
    expect(() => checkClientOptions({ connectionString: STRING, processors: ['./nowhere.cjs'] })).not.toThrow()
    expect(() => checkClientOptions({ maxBatchItems: 0 })).toThrow(ConfigurationError)
  })

  it('report whether a destination is missing', () => {
    expect(isUnconfigured({ connectionString: STRING })).toBe(false)
    expect(isUnconfigured({ disabled: true })).toBe(false)
    expect(() => isUnconfigured({ maxBatchItems: 0 })).toThrow(ConfigurationError)
  })
})
