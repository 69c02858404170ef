import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { cpuMs } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import express4 from 'express4'
import express5 from 'express5'
import { requestOrigin } from '../../src/origin/request-origin'

type Headers = Readonly<Record<string, string>>

const PROXY: Headers = {
  host: 'internal:8080',
  'x-forwarded-for': '1.1.1.1, 203.0.113.9:1234',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'shop.example:8443',
}

describe.each([
  ['Express 4', express4],
  ['Express 5', express5],
])('the origin of a request to %s', (_version, express) => {
  /** A request from 10.0.0.1 within a handler. */
  function handled(trustProxy: unknown, headers: Headers, prepare = (_app: ReturnType<typeof express>) => {}) {
    const app = express()
    if (trustProxy !== undefined) app.set('trust proxy', trustProxy)
    prepare(app)
    const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '10.0.0.1' })
    const request = Object.assign(new IncomingMessage(socket), { url: '/', method: 'GET' })
    Object.assign(request.headers, headers)
    app.use((_request, response) => void response.end())
    app(request as never, new ServerResponse(request) as never)
    return request
  }

  const originOf = (...args: Parameters<typeof handled>) => {
    const { address, scheme, host } = requestOrigin(handled(...args), undefined)
    return [address, scheme, host]
  }

  it.each<[unknown, readonly unknown[]]>([
    [undefined, ['10.0.0.1', 'http', 'internal:8080']],
    [false, ['10.0.0.1', 'http', 'internal:8080']],
    [true, ['1.1.1.1', 'https', 'shop.example:8443']],
    [1, ['203.0.113.9', 'https', 'shop.example:8443']],
    ['10.0.0.0/8', ['203.0.113.9', 'https', 'shop.example:8443']],
    ['192.0.2.0/24', ['10.0.0.1', 'http', 'internal:8080']],
    [(address: string) => address === '10.0.0.1', ['203.0.113.9', 'https', 'shop.example:8443']],
  ])('is what it trusts: %p', (trustProxy, expected) => {
    expect(originOf(trustProxy, PROXY)).toEqual(expected)
  })

  it('is what the application has overridden', () => {
    const prepare = (app: ReturnType<typeof express>) => {
      Object.defineProperty(app.request, 'ip', { get: () => '203.0.113.7' })
      Object.defineProperty(app.request, 'hostname', { get: () => 'shop.example' })
    }
    expect(originOf(false, PROXY, prepare)).toEqual(['203.0.113.7', 'http', 'shop.example'])
  })

  it('is not known before Express has received the request', () => {
    const request = new IncomingMessage(new Socket())
    expect(requestOrigin(request, undefined)).toEqual({})
  })

  it('is read in less than 1 ms, for any input from a client', () => {
    for (const value of ['127.0.0.1,', '::1,', ',', ' ', 'a', ':']) {
      for (const length of [500, 16_000]) {
        const text = value.repeat(length / value.length)
        const names = ['host', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host']
        const request = handled(['loopback', '10.0.0.0/8'], Object.fromEntries(names.map((name) => [name, text])))
        const runs = Array.from({ length: 20 }, () => cpuMs(() => requestOrigin(request, undefined), 1))
        expect({ value, length, isFast: Math.min(...runs) < 1 }).toMatchObject({ isFast: true })
      }
    }
  })
})
