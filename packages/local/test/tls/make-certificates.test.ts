import { createPrivateKey, X509Certificate } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { makeCertificates } from '../../src/tls/make-certificates'

const DAY_MS = 24 * 60 * 60 * 1000
const fromMs = Date.UTC(2026, 0, 2, 3, 4, 5)
const made = makeCertificates(['localhost', '127.0.0.1', '::1', 'fd00:0:1::ffff:10.0.0.7'], {
  fromMs,
  toMs: fromMs + 30 * DAY_MS,
})
const authority = new X509Certificate(made.authority)
const certificate = new X509Certificate(made.certificate)

it('makes a certificate that its authority has signed', () => {
  expect(certificate.verify(authority.publicKey)).toBe(true)
  expect(certificate.checkIssued(authority)).toBe(true)
  expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true)
  expect([authority.ca, certificate.ca]).toEqual([true, false])
})

it('is valid for the names and addresses, for servers and for the given time only', () => {
  expect(certificate.subjectAltName).toBe(
    'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:FD00:0:1:0:0:FFFF:A00:7',
  )
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect([certificate.validFrom, certificate.validTo]).toEqual(['Jan  2 03:04:05 2026 GMT', 'Feb  1 03:04:05 2026 GMT'])
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(certificate.checkHost('example.com')).toBeUndefined()
})

it('makes another authority each time, with another name', () => {
  const { authority: other } = makeCertificates(['localhost'], { fromMs, toMs: fromMs + DAY_MS })
  expect(new X509Certificate(other).subject).not.toBe(authority.subject)
  expect(certificate.verify(new X509Certificate(other).publicKey)).toBe(false)
})

it('has a correct encoding with every random number', () => {
  for (let i = 0; i < 300; i++) {
    const { certificate: each } = makeCertificates(['localhost'], { fromMs, toMs: fromMs + DAY_MS })
    expect(new X509Certificate(each).serialNumber).toMatch(/^01[\dA-F]{30}$/)
  }
})
