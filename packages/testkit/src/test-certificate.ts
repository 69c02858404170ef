import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const directory = join(__dirname, '..', 'certificates')

/** The value of NODE_EXTRA_CA_CERTS for processes that should trust the https servers of tests. */
export const TEST_CERTIFICATE_FILE = join(directory, 'test-certificate.pem')

/** Returns the key and certificate of a test's https server, valid for localhost, 127.0.0.1 and all hosts under azmon.test. */
export function testIdentity(): { readonly key: string; readonly cert: string } {
  return {
    key: readFileSync(join(directory, 'test-key.pem'), 'utf8'),
    cert: readFileSync(TEST_CERTIFICATE_FILE, 'utf8'),
  }
}
