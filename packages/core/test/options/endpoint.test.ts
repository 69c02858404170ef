import { describe, expect, it } from '@jest/globals'
import { isLoopback, readEndpoint } from '../../src/options/endpoint'
import { resolveOptions } from '../../src/options/resolve'

const KEY = '11111111-2222-4333-8444-555555555555'
const VARIABLE = 'APPLICATIONINSIGHTS_CONNECTION_STRING'

function stringFor(endpoint: string): string {
  return `InstrumentationKey=${KEY};IngestionEndpoint=${endpoint}`
}

it.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['[::1]', true],
  ['127.0.0.1.example.com', false],
  ['localhost.example.com', false],
  ['10.0.0.1', false],
])('knows whether %s is this machine: %p', (hostname, expected) => {
  expect(isLoopback(hostname)).toBe(expected)
})

describe('http to a host of a private network', () => {
  const HOSTS = [
    'host.docker.internal:4380',
    'gateway.containers.internal',
    'azmon:4380',
    'azmon.dev.svc',
    'azmon.dev.svc.cluster.local',
    'printer.lan.',
    '10.1.2.3',
    '172.17.0.1:4380',
    '192.168.0.7',
    '169.254.1.1',
    '[fd00::1]:4380',
    '[fe80::1]',
  ]

  it.each(HOSTS)('is refused for %s, and the error says which option allows it', (host) => {
    const read = () => readEndpoint('endpoint', `http://${host}`, 'loopback')
    expect(read).toThrow('with allowPrivateHttp: true or AZMON_ALLOW_PRIVATE_HTTP=1')
    expect(readEndpoint('endpoint', `http://${host}/`, 'private')).toBe(`http://${host}`)
  })

  it.each([
    'example.com',
    'internal.example.com',
    'docker.internal.example',
    '8.8.8.8',
    '172.32.0.1',
    '172.15.0.1',
    '11.0.0.1',
    '192.169.0.1',
    '[2001:db8::1]',
    '[fb00::1]',
  ])('is always refused for %s', (host) => {
    const read = () => readEndpoint('endpoint', `http://${host}`, 'private')
    expect(read).toThrow('must use https://')
    expect(read).not.toThrow('allowPrivateHttp')
  })

  it('is allowed by an option, for every way to set the endpoint', () => {
    const endpoint = 'http://host.docker.internal:4380'
    const ways = [
      resolveOptions({ connectionString: stringFor(endpoint), allowPrivateHttp: true }, {}),
      resolveOptions({ instrumentationKey: KEY, endpoint, allowPrivateHttp: true }, {}),
      resolveOptions({ allowPrivateHttp: true }, { [VARIABLE]: stringFor(endpoint) }),
      resolveOptions({}, { [VARIABLE]: stringFor(endpoint), AZMON_ALLOW_PRIVATE_HTTP: '1' }),
    ]
    for (const { destination } of ways) expect(destination).toMatchObject({ ingestionEndpoint: endpoint })
  })

  it('is rejected if the option forbids it, even if the environment allows it', () => {
    const env = { [VARIABLE]: stringFor('http://azmon:4380'), AZMON_ALLOW_PRIVATE_HTTP: '1' }
    expect(resolveOptions({ allowPrivateHttp: false }, env).destination).toBe('invalid')
  })

  it('is refused with a credential, whose token others could read', () => {
    const options = {
      connectionString: stringFor('http://azmon:4380'),
      allowPrivateHttp: true,
      credential: { getToken: async () => null },
    }
    expect(() => resolveOptions(options, {})).toThrow('if there is no credential')
  })
})
