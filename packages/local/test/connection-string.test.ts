import { expect, it } from '@jest/globals'
import { connectionStringOf, urlOf } from '../src/connection-string'

it('names the port in the page address and in both endpoints', () => {
  expect(urlOf(4380)).toBe('http://127.0.0.1:4380/')
  expect(connectionStringOf(4380)).toMatch(
    /;IngestionEndpoint=http:\/\/127\.0\.0\.1:4380;LiveEndpoint=http:\/\/127\.0\.0\.1:4380$/,
  )
})

it.each([
  ['host.docker.internal', 'http://host.docker.internal:4380'],
  ['fd00::1', 'http://[fd00::1]:4380'],
])('names the host %s', (host, endpoint) => {
  expect(urlOf(4380, host)).toBe(`${endpoint}/`)
  expect(connectionStringOf(4380, host, 'key')).toBe(
    `InstrumentationKey=key;IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
  )
})
