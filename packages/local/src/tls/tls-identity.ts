import { createHash, createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, LocalError, reasonOf } from '../errors'
import { warn } from '../warn'
import { makeCertificates } from './make-certificates'
import { makePrivateDirectory, stateDirectories } from './state-directory'

/** What the server needs to prove who it is, and where clients find what they must trust. */
export interface TlsIdentity {
  /** The path of the authority's certificate, for NODE_EXTRA_CA_CERTS. */
  readonly caPath: string
  /** PEM texts. */
  readonly certificate: string
  readonly key: string
}

/**
 * Returns the identity for names and IP addresses: the stored one, or a new one on the first start and before the stored one
 * expires. Each set of names has its own files, so that the path and content of `caPath` stay the same between starts.
 * Returns undefined with a warning if none of the usual directories is writable.
 * @throws LocalError `AZMON_LOCAL_STATE` if `stateDirectory` is given and cannot be used.
 */
export async function openTlsIdentity(
  names: readonly string[],
  stateDirectory: string | undefined,
  nowMs = Date.now(),
): Promise<TlsIdentity | undefined> {
  if (stateDirectory !== undefined) {
    return identityIn(stateDirectory, names, nowMs).catch((cause: unknown) => {
      throw new LocalError(
        'AZMON_LOCAL_STATE',
        `Cannot keep the certificate in ${stateDirectory}: ${reasonOf(cause)}. Choose another directory with stateDirectory (--state-directory).`,
        { cause },
      )
    })
  }
  const reasons: string[] = []
  for (const directory of stateDirectories(process.env)) {
    try {
      // Another user may have created it in the temporary directory, and could replace everything in it.
      await makePrivateDirectory(directory)
      return await identityIn(directory, names, nowMs)
    } catch (error) {
      reasons.push(reasonOf(error))
    }
  }
  warn(`azmon local: no https, because its certificate cannot be stored: ${reasons.join('; ')}`)
  return undefined
}

// --- helpers, in order of use ---

const DAY_MS = 24 * 60 * 60 * 1000
/** Some clients accept at most 825 days. */
const VALID_MS = 730 * DAY_MS
const RENEW_BEFORE_MS = 60 * DAY_MS
/** The clock of a container or virtual machine may be late. */
const VALID_BEFORE_MS = DAY_MS

async function identityIn(stateDirectory: string, names: readonly string[], nowMs: number): Promise<TlsIdentity> {
  const directory = join(stateDirectory, 'tls')
  await makePrivateDirectory(directory)
  const id = createHash('sha256')
    .update([...names].sort().join(' '))
    .digest('hex')
    .slice(0, 8)
  const path = join(directory, `server-${id}.pem`)
  const stored = (await readBundle(path, nowMs)) ?? (await createBundle(path, names, nowMs))
  return { caPath: await writeAuthority(join(directory, `ca-${id}.pem`), stored), ...stored }
}

/** The content of a server file. */
interface Bundle {
  readonly key: string
  readonly certificate: string
  readonly authority: string
}

/** Returns undefined if there is no file, or if its certificate must be renewed. */
async function readBundle(path: string, nowMs: number): Promise<Bundle | undefined> {
  const text = (await readFileIfAny(path)) ?? ''
  const [key, certificate, authority] = text.match(/-----BEGIN [\s\S]+?-----END [^\n]+\n/g) ?? []
  if (key === undefined || certificate === undefined || authority === undefined) return undefined
  try {
    const { validTo, validFrom, checkPrivateKey } = readCertificate(certificate)
    const isValid = validFrom <= nowMs && validTo - nowMs > RENEW_BEFORE_MS && checkPrivateKey(key)
    return isValid ? { key, certificate, authority } : undefined
  } catch {
    return undefined
  }
}

function readCertificate(pem: string) {
  const certificate = new X509Certificate(pem)
  return {
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    checkPrivateKey: (key: string) => certificate.checkPrivateKey(createPrivateKey(key)),
  }
}

/** If two processes start at the same time, both use what the first one has stored. */
async function createBundle(path: string, names: readonly string[], nowMs: number): Promise<Bundle> {
  const made = makeCertificates(names, { fromMs: nowMs - VALID_BEFORE_MS, toMs: nowMs + VALID_MS })
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, made.key + made.certificate + made.authority, { mode: 0o600, flag: 'wx' })
  try {
    await link(temporary, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    if ((await readBundle(path, nowMs)) === undefined) await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
  return (await readBundle(path, nowMs)) ?? made
}

async function writeAuthority(path: string, { authority }: Bundle): Promise<string> {
  if ((await readFileIfAny(path)) === authority) return path
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, authority, { mode: 0o600, flag: 'wx' })
  await rename(temporary, path)
  return path
}

async function readFileIfAny(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
}
