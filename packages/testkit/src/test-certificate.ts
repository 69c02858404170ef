import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const directory = join(__dirname, '..', 'certificates')

/** For NODE_EXTRA_CA_CERTS of a process that is to trust our https servers. */
export const TEST_CERTIFICATE_FILE = join(directory, 'test-certificate.pem')

/** What an https server of a test is: localhost, 127.0.0.1 and everything under azmon.test. */
export function testIdentity(): { readonly key: string; readonly cert: string } {
  return {
    key: readFileSync(join(directory, 'test-key.pem'), 'utf8'),
    cert: readFileSync(TEST_CERTIFICATE_FILE, 'utf8'),
  }
}
