import { createPrivateKey, X509Certificate } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { testIdentity } from '../src/test-certificate'

it('has a certificate for its key, valid for this machine and for azmon.test', () => {
  const { key, cert } = testIdentity()
  const certificate = new X509Certificate(cert)
  expect(certificate.checkPrivateKey(createPrivateKey(key))).toBe(true)
  for (const host of ['localhost', 'ingestion.azmon.test']) expect(certificate.checkHost(host)).toBeDefined()
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
})
