import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { alternativeName } from './alternative-name'
import {
  bitString,
  boolean,
  context,
  type Der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der'

/** PEM texts. */
export interface Certificates {
  /** The certificate that clients must trust. */
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

/** Before 2050. */
export interface Validity {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * Makes a server certificate for names and IP addresses, and the authority that signs it. The key of the authority is
 * discarded: it can never sign a certificate for another name.
 * @see https://www.rfc-editor.org/rfc/rfc5280
 */
export function makeCertificates(names: readonly string[], validity: Validity): Certificates {
  const [authority, server] = [newKey(), newKey()]
  // Another name for each authority, because clients may look for it by name.
  const issuer = nameOf(`azmon local ${authority.id.toString('hex').slice(0, 12)}`)
  const sign = ({ subject, of, extensions }: { subject: Der; of: Key; extensions: readonly Der[] }) =>
    signed(
      sequence(
        context(0, integer(Buffer.of(VERSION_3)), 'constructed'),
        integer(Buffer.concat([Buffer.of(1), randomBytes(15)])), // shortest form: no zero first
        ECDSA_WITH_SHA256,
        issuer,
        sequence(utcTime(validity.fromMs), utcTime(validity.toMs)),
        subject,
        of.publicKey,
        context(3, sequence(...extensions, extension('2.5.29.14', octetString(of.id))), 'constructed'),
      ),
      authority.privateKey,
    )
  return {
    authority: sign({
      subject: issuer,
      of: authority,
      extensions: [
        extension('2.5.29.19', sequence(boolean(true), integer(Buffer.of(0))), 'critical'), // issues only end certificates
        extension('2.5.29.15', bitString(Buffer.of(0b0000_0100), 2), 'critical'), // keyCertSign
      ],
    }),
    certificate: sign({
      subject: nameOf('azmon local'),
      of: server,
      extensions: [
        extension('2.5.29.19', sequence(), 'critical'), // no authority
        extension('2.5.29.15', bitString(Buffer.of(0b1000_0000), 7), 'critical'), // digitalSignature
        extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))), // serverAuth
        extension('2.5.29.17', sequence(...names.map(alternativeName))),
        extension('2.5.29.35', sequence(context(0, authority.id))),
      ],
    }),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

// --- helpers, in order of use ---

interface Key {
  readonly privateKey: KeyObject
  readonly publicKey: Der
  readonly id: Buffer
}

function newKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return { privateKey, publicKey: spki, id: createHash('sha256').update(spki).digest().subarray(0, 20) }
}

function nameOf(commonName: string): Der {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName))))
}

const VERSION_3 = 2
const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'))

/** A client must reject a certificate with a critical extension that it does not know. */
function extension(id: string, value: Der, importance?: 'critical'): Der {
  return sequence(objectIdentifier(id), ...(importance ? [boolean(true)] : []), octetString(value))
}

/** Returns the signed certificate as PEM. */
function signed(content: Der, key: KeyObject): string {
  const certificate = sequence(content, ECDSA_WITH_SHA256, bitString(sign('sha256', content, key)))
  const lines = certificate.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
