import { TEST_KEY } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { authority, proxyFor } from '../../src/ingestion/proxy'
import { resolveOptions } from '../../src/options/resolve'

function target(url: string) {
  const { protocol, hostname, port } = new URL(url)
  return { protocol, hostname: hostname.replace(/[[\]]/g, ''), port }
}

describe('the proxy of a request', () => {
  const proxy = { http: 'http://plain.example:1', https: 'http://secure.example:2' }

  it('is the one set for the protocol', () => {
    expect(proxyFor(target('http://a.example'), proxy)?.href).toBe('http://plain.example:1/')
    expect(proxyFor(target('https://a.example'), proxy)?.href).toBe('http://secure.example:2/')
    expect(proxyFor(target('https://a.example'), { http: proxy.http })).toBeUndefined()
  })

  it.each([
    ['a.example', 'https://a.example', true],
    ['a.example', 'https://b.a.example', true],
    ['.a.example', 'https://b.a.example', true],
    ['*.a.example', 'https://b.a.example', true],
    ['A.Example', 'https://a.EXAMPLE', true],
    ['a.example', 'https://ba.example', false],
    ['a.example', 'https://a.example.org', false],
    ['a.example:443', 'https://a.example', true],
    ['a.example:8443', 'https://a.example', false],
    ['x.example, a.example  y.example', 'https://a.example', true],
    ['10.0.0.1', 'https://10.0.0.1', true],
    ['[::1]', 'https://[::1]:8443', true],
    ['*', 'https://a.example', true],
    ['', 'https://a.example', false],
    [',,', 'https://a.example', false],
  ])('is skipped with noProxy %p for %s: %p', (noProxy, url, isSkipped) => {
    expect(proxyFor(target(url), { ...proxy, noProxy }) === undefined).toBe(isSkipped)
  })

  it('of the environment is skipped for this machine; the proxy option is not', () => {
    const env = { HTTP_PROXY: 'proxy.example:3128', NO_PROXY: 'a.example' }
    const fromEnvironment = resolveOptions({ instrumentationKey: TEST_KEY }, env).delivery.proxy
    for (const url of ['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1', 'http://a.example']) {
      expect(proxyFor(target(url), fromEnvironment)).toBeUndefined()
    }
    expect(proxyFor(target('http://b.example'), fromEnvironment)?.href).toBe('http://proxy.example:3128/')
    const fromOption = resolveOptions({ proxy: 'proxy.example:3128' }, {}).delivery.proxy
    expect(proxyFor(target('http://localhost:1'), fromOption)?.href).toBe('http://proxy.example:3128/')
  })

  it.each([
    ['https://a.example', 'a.example:443'],
    ['http://a.example', 'a.example:80'],
    ['https://[::1]:8443', '[::1]:8443'],
  ])('is asked to connect to %s as %s', (url, expected) => {
    expect(authority(target(url))).toBe(expected)
  })
})
