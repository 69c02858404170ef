import { X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { stateDirectories } from '../../src/tls/state-directory'
import { openTlsIdentity } from '../../src/tls/tls-identity'

const NAMES = ['localhost', '127.0.0.1', '::1']
const DAY_MS = 24 * 60 * 60 * 1000

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azmon-tls-'))
})

afterEach(() => rm(directory, { recursive: true }))

async function open(nowMs = Date.now(), names: readonly string[] = NAMES) {
  const identity = await openTlsIdentity(names, directory, nowMs)
  if (identity === undefined) throw new Error('no identity')
  return identity
}

it('keeps the certificate in files that only the user can read', async () => {
  const { caPath, certificate } = await open()
  const authority = new X509Certificate(await readFile(caPath))
  expect(new X509Certificate(certificate).checkIssued(authority)).toBe(true)
  const modes = [dirname(caPath), ...(await readdir(dirname(caPath))).map((name) => join(dirname(caPath), name))].map(
    async (path) => (await stat(path)).mode & 0o777,
  )
  expect(await Promise.all(modes)).toEqual([0o700, 0o600, 0o600])
})

it('keeps no key that could sign for other names', async () => {
  const { caPath } = await open()
  const texts = (await readdir(dirname(caPath))).map((name) => readFile(join(dirname(caPath), name), 'utf8'))
  expect((await Promise.all(texts)).join('').match(/PRIVATE KEY-----\n[^-]/g)).toHaveLength(1)
})

it('is the same at the next start, and when many start at the same time', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => open()))
  const again = await open()
  expect(new Set([...all, again].map(({ certificate }) => certificate)).size).toBe(1)
  expect(await readdir(dirname(again.caPath))).toHaveLength(2)
})

it('has other files for other names, in any order', async () => {
  const usual = await open()
  const more = await open(Date.now(), [...NAMES, 'host.docker.internal'])
  const same = await open(Date.now(), ['host.docker.internal', ...NAMES])
  expect(more.caPath).not.toBe(usual.caPath)
  expect(same).toEqual(more)
  expect(new X509Certificate(more.certificate).checkHost('host.docker.internal')).toBe('host.docker.internal')
})

it('is renewed before it expires, under the same path', async () => {
  const first = await open()
  const { certificate: kept } = await open(Date.now() + 600 * DAY_MS)
  const renewed = await open(Date.now() + 700 * DAY_MS)
  expect(kept).toBe(first.certificate)
  expect(renewed.certificate).not.toBe(first.certificate)
  expect(renewed.caPath).toBe(first.caPath)
  const authority = new X509Certificate(await readFile(renewed.caPath))
  expect(new X509Certificate(renewed.certificate).checkIssued(authority)).toBe(true)
})

it.each(['', 'garbage', '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n'.repeat(3)])(
  'replaces a broken file: %j',
  async (content) => {
    const { caPath } = await open()
    await writeFile(caPath.replace('ca-', 'server-'), content)
    const { certificate } = await open()
    expect(new X509Certificate(certificate).checkIssued(new X509Certificate(await readFile(caPath)))).toBe(true)
  },
)

it('rejects a directory that cannot be used, and says which option names it', async () => {
  const file = join(directory, 'file')
  await writeFile(file, '')
  await expect(openTlsIdentity(NAMES, file)).rejects.toMatchObject({
    code: 'AZMON_LOCAL_STATE',
    message: expect.stringMatching(/^Cannot keep the certificate in .*file: .*\(--state-directory\)\.$/),
  })
})

it('makes an existing directory private', async () => {
  await mkdir(join(directory, 'tls'), { mode: 0o755 })
  const { caPath } = await open()
  expect((await stat(dirname(caPath))).mode & 0o777).toBe(0o700)
})

it('uses no directory that another user may replace', async () => {
  const places = Object.fromEntries(['STATE_DIRECTORY', 'XDG_STATE_HOME'].map((name) => [name, join(directory, name)]))
  const before = { ...process.env }
  Object.assign(process.env, places)
  const [ofOther = '', own = ''] = stateDirectories(process.env)
  const target = join(directory, 'target')
  await mkdir(target)
  await mkdir(dirname(ofOther))
  await symlink(target, ofOther)
  await mkdir(own, { recursive: true, mode: 0o777 })
  try {
    const identity = await openTlsIdentity(NAMES, undefined)
    expect(identity?.caPath.startsWith(own)).toBe(true)
    expect((await stat(own)).mode & 0o777).toBe(0o700)
    expect(await readdir(target)).toEqual([])
  } finally {
    process.env = before
  }
})
