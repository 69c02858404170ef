import { cpuMs, propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ConfigurationError } from '../../src/errors'
import { parseConnectionString } from '../../src/options/connection-string'

const KEY = '11111111-2222-4333-8444-555555555555'

describe('a connection string', () => {
  it.each([
    [`InstrumentationKey=${KEY}`, 'https://dc.services.visualstudio.com'],
    [
      `InstrumentationKey=${KEY};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/`,
      'https://westeurope-5.in.applicationinsights.azure.com',
    ],
    [`InstrumentationKey=${KEY};IngestionEndpoint=https://proxy.example/azure//`, 'https://proxy.example/azure'],
    [`InstrumentationKey=${KEY};EndpointSuffix=applicationinsights.us`, 'https://dc.applicationinsights.us'],
    [`InstrumentationKey=${KEY};EndpointSuffix=ai.contoso.com;Location=westus2`, 'https://westus2.dc.ai.contoso.com'],
    [
      `InstrumentationKey=${KEY};EndpointSuffix=ai.contoso.com;IngestionEndpoint=https://own.example`,
      'https://own.example',
    ],
    [`InstrumentationKey=${KEY};IngestionEndpoint=http://127.0.0.1:4380/`, 'http://127.0.0.1:4380'],
    [`InstrumentationKey=${KEY};IngestionEndpoint=http://[::1]:4380/`, 'http://[::1]:4380'],
    [`InstrumentationKey=${KEY};IngestionEndpoint=http://localhost:4380/`, 'http://localhost:4380'],
    [
      `InstrumentationKey=${KEY};Authorization=ikey;LiveEndpoint=https://live.example;Whatever=a=b=c`,
      'https://dc.services.visualstudio.com',
    ],
    [` instrumentationkey = ${KEY} ; ; `, 'https://dc.services.visualstudio.com'],
    [`INSTRUMENTATIONKEY=${KEY.toUpperCase()};IngestionEndpoint=;`, 'https://dc.services.visualstudio.com'],
  ])('%s has the endpoint %s', (text, ingestionEndpoint) => {
    expect(parseConnectionString(text)).toEqual({
      instrumentationKey: KEY,
      ingestionEndpoint,
      tokenScope: 'https://monitor.azure.com/.default',
    })
  })

  it('sets the scope of tokens by its audience', () => {
    const text = `InstrumentationKey=${KEY};AadAudience=https://monitor.azure.us/`
    expect(parseConnectionString(text).tokenScope).toBe('https://monitor.azure.us/.default')
  })

  it.each([
    ['', 'InstrumentationKey', 'missing'],
    ['IngestionEndpoint=https://example.com', 'InstrumentationKey', 'missing'],
    ['InstrumentationKey=', 'InstrumentationKey', 'missing'],
    ['InstrumentationKey=canary-secret', 'InstrumentationKey', 'a GUID such as'],
    [KEY, 'connectionString', 'pass the key as instrumentationKey'],
    ['canary-secret', 'connectionString', 'Part 1'],
    [`InstrumentationKey=${KEY};canary-secret`, 'connectionString', 'Part 2'],
    [`InstrumentationKey=${KEY};=canary-secret`, 'connectionString', 'Part 2'],
    [`InstrumentationKey=${KEY};instrumentationKEY=${KEY}`, 'InstrumentationKey', 'appears twice'],
    [`InstrumentationKey=${KEY};canary-secret=1;canary-secret=2`, 'connectionString', 'part 3'],
    [`InstrumentationKey=${KEY};Authorization=canary-secret`, 'Authorization', 'must be ikey'],
    [`InstrumentationKey=${KEY};IngestionEndpoint=canary-secret`, 'IngestionEndpoint', 'https://'],
    [`InstrumentationKey=${KEY};IngestionEndpoint=ftp://canary-secret`, 'IngestionEndpoint', 'https://'],
    [
      `InstrumentationKey=${KEY};IngestionEndpoint=http://canary-secret.example`,
      'IngestionEndpoint',
      'not on this machine',
    ],
    [
      `InstrumentationKey=${KEY};IngestionEndpoint=https://user:canary-secret@example.com`,
      'IngestionEndpoint',
      'plain URL',
    ],
    [
      `InstrumentationKey=${KEY};IngestionEndpoint=https://example.com/?sig=canary-secret`,
      'IngestionEndpoint',
      'plain URL',
    ],
    [`InstrumentationKey=${KEY};EndpointSuffix=canary secret/`, 'EndpointSuffix', 'host name'],
    [`InstrumentationKey=${KEY};EndpointSuffix=example.com;Location=canary/secret`, 'Location', 'host name'],
    [`InstrumentationKey=${KEY};X=${'canary-secret'.repeat(400)}`, 'connectionString', 'at most 4096'],
  ])('%s is rejected because of %s', (text, field, words) => {
    const error = configurationErrorOf(() => parseConnectionString(text))
    expect(error).toMatchObject({ code: 'AZMON_CONFIGURATION', field })
    expect(error.message).toContain(words)
    expect(error.message).not.toMatch(/canary|1111/)
  })

  it.each([
    ['equals signs', '='.repeat(4096)],
    ['semicolons', ';'.repeat(4096)],
    ['slashes', `IngestionEndpoint=https://a${'/'.repeat(4000)}`],
    ['100 KB of fields', 'a=b;'.repeat(25_000)],
  ])('of only %s is rejected in less than 50 ms', (_, text) => {
    expect(cpuMs(() => configurationErrorOf(() => parseConnectionString(text)))).toBeLessThan(50)
  })
})

it('parses any string to a destination or throws a ConfigurationError that does not repeat it', () => {
  const name = fc.constantFrom(
    'InstrumentationKey',
    'IngestionEndpoint',
    'EndpointSuffix',
    'Location',
    'Authorization',
    'AadAudience',
    'x',
  )
  const value = fc.oneof(fc.string(), fc.webUrl(), fc.uuid(), fc.constant(KEY))
  const field = fc.tuple(name, value).map(([key, text]) => `${key}=${text}`)
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(field).map((fields) => fields.join(';')),
      ),
      (text) => {
        try {
          const { instrumentationKey, ingestionEndpoint } = parseConnectionString(text)
          expect(instrumentationKey).toMatch(/^[0-9a-f-]{36}$/)
          expect(ingestionEndpoint).toMatch(/^https?:\/\/.*[^/]$/)
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error
          for (const part of text.split(/[;=]/)) expect(part.length < 20 || !error.message.includes(part)).toBe(true)
        }
      },
    ),
    { numRuns: propertyRuns(1_000) },
  )
})

function configurationErrorOf(work: () => unknown): ConfigurationError {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigurationError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
