import { describe, expect, it } from '@jest/globals'
import { trustedRedirect } from '../../src/ingestion/redirect'

const PUBLIC = 'https://westeurope-5.in.applicationinsights.azure.com/v2.1/track'
const GOVERNMENT = 'https://usgovvirginia-0.in.applicationinsights.us/v2.1/track'
const CHINA = 'https://chinaeast2-0.in.applicationinsights.azure.cn/v2.1/track'
const OWN = 'https://telemetry.example:8443/v2.1/track'
const LOOPBACK = 'http://127.0.0.1:5341/v2.1/track'

describe('a redirect is followed', () => {
  it.each([
    [
      'to another path of the same host',
      PUBLIC,
      '/v2.1/other',
      'https://westeurope-5.in.applicationinsights.azure.com/v2.1/other',
    ],
    [
      'to another stamp of the public cloud',
      PUBLIC,
      'https://northeurope-2.in.applicationinsights.azure.com/v2.1/track',
    ],
    ['to the global endpoint of the public cloud', PUBLIC, 'https://dc.services.visualstudio.com/v2.1/track'],
    ['to Azure Monitor of the public cloud', PUBLIC, 'https://a.ingest.monitor.azure.com/v2.1/track'],
    [
      'to another stamp of the US Government cloud',
      GOVERNMENT,
      'https://usgovarizona-1.in.applicationinsights.us/v2.1/track',
    ],
    ['to Azure Monitor of the US Government cloud', GOVERNMENT, 'https://a.monitor.azure.us/v2.1/track'],
    [
      'to another stamp of the cloud in China',
      CHINA,
      'https://chinanorth3-0.in.applicationinsights.azure.cn/v2.1/track',
    ],
    ['to another path of a custom host', OWN, 'https://telemetry.example:8443/other'],
    ['to the default port of the same host', OWN, 'https://telemetry.example/v2.1/track'],
    ['on this machine, to another port', LOOPBACK, 'http://localhost:5342/v2.1/track'],
    ['on this machine, to https', LOOPBACK, 'https://[::1]:5342/v2.1/track'],
  ])('%s', (_, from, location, to = location) => {
    expect(trustedRedirect(new URL(from), new URL(from), location, false)?.href).toBe(to)
  })

  it('only if the configured endpoint trusts it, whatever the previous hop was', () => {
    const hop = new URL('https://dc.services.visualstudio.com/v2.1/track')
    expect(trustedRedirect(new URL(PUBLIC), hop, '/moved', false)?.href).toBe(
      'https://dc.services.visualstudio.com/moved',
    )
    expect(trustedRedirect(new URL(OWN), hop, '/moved', false)).toBeUndefined()
  })
})

describe('a redirect is not followed', () => {
  it.each([
    ['to another machine', PUBLIC, 'https://evil.example/v2.1/track'],
    ['to a host that looks like one of the cloud', PUBLIC, 'https://evil-applicationinsights.azure.com/v2.1/track'],
    ['to a host that ends elsewhere', PUBLIC, 'https://x.applicationinsights.azure.com.evil.example/v2.1/track'],
    ['from the public cloud to the US Government', PUBLIC, GOVERNMENT],
    ['from the public cloud to China', PUBLIC, CHINA],
    ['from the US Government to the public cloud', GOVERNMENT, PUBLIC],
    ['from a custom host into the cloud', OWN, PUBLIC],
    ['to http', PUBLIC, PUBLIC.replace('https:', 'http:')],
    ['to another port', PUBLIC, 'https://westeurope-5.in.applicationinsights.azure.com:8443/v2.1/track'],
    ['with a user', PUBLIC, 'https://user@westeurope-5.in.applicationinsights.azure.com/v2.1/track'],
    ['with a password', PUBLIC, 'https://:secret@westeurope-5.in.applicationinsights.azure.com/v2.1/track'],
    ['to this machine', PUBLIC, 'http://127.0.0.1:5341/v2.1/track'],
    ['to this machine over https', PUBLIC, 'https://localhost/v2.1/track'],
    ['from this machine to the cloud', LOOPBACK, PUBLIC],
    ['to a file', LOOPBACK, 'file:///etc/passwd'],
    ['to an invalid URL', PUBLIC, 'https://['],
    ['without a location', PUBLIC, undefined],
  ])('%s', (_, from, location) => {
    expect(trustedRedirect(new URL(from), new URL(from), location, false)).toBeUndefined()
  })
})

it('with a token is not followed to another port of this machine', () => {
  const endpoint = new URL(LOOPBACK)
  expect(trustedRedirect(endpoint, endpoint, 'http://127.0.0.1:5342/v2.1/track', true)).toBeUndefined()
  expect(trustedRedirect(endpoint, endpoint, '/other', true)?.href).toBe('http://127.0.0.1:5341/other')
  expect(trustedRedirect(new URL(PUBLIC), new URL(PUBLIC), '/other', true)?.pathname).toBe('/other')
})
