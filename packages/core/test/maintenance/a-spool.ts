import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { TEST_KEY } from '@azmon/testkit'
import { resolveTarget, type Target } from '../../src/maintenance'
import { parseConnectionString } from '../../src/options/connection-string'
import { spoolPlaces } from '../../src/spool/disk'
import { leasedName, readyName, type SpoolFile } from '../../src/spool/file-name'
import { anItem } from '../builders'
import { aFolder, anOwner, aSpoolFile, batchFileOf } from '../spool/open-file-spool'

/** The connection string of an endpoint where nothing listens. */
export const NOWHERE = `InstrumentationKey=${TEST_KEY};IngestionEndpoint=http://127.0.0.1:9`

export interface ASpool {
  /** The storagePath that programs would have. */
  readonly storagePath: string
  /** The directory of the destination in it. */
  readonly directory: string
  readonly target: Target
  /** The names of all files, including those in folders. */
  readonly names: () => readonly string[]
  /** A ready batch. */
  put(messages: readonly string[], timeMs?: number): void
  /** A batch that a process holds. */
  putLeased(messages: readonly string[], owner: 'dead' | 'living', untilMs?: number): void
  putJournal(messages: readonly string[], owner: 'dead' | 'living'): void
  /** A batch in a form that this version does not know. */
  putNewer(): void
  putFile(name: string, content?: string): void
  /** Lets every user in, so that the directory is unsafe. */
  open(): void
}

/** The spool that programs with this connection string would have left. */
export function aSpool(connectionString: string = NOWHERE, storagePath: string = aFolder()): ASpool {
  const [place] = spoolPlaces(parseConnectionString(connectionString), [{ base: storagePath, levels: [] }])
  const directory = join(storagePath, ...(place?.levels ?? []))
  mkdirSync(join(directory, 'bad'), { recursive: true, mode: 0o700 })
  const write = (name: string, content: Buffer | string) =>
    writeFileSync(join(directory, name), content, { mode: 0o600 })
  const batch = (messages: readonly string[], timeMs: number, nameOf: (file: SpoolFile) => string) => {
    const content = batchFileOf(...messages)
    write(nameOf(aSpoolFile({ timeMs, items: messages.length, bytes: content.length })), content)
  }
  return {
    storagePath,
    directory,
    target: resolveTarget({ connectionString, storagePath }, {}),
    names: () =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
    put: (messages, timeMs = Date.now()) => batch(messages, timeMs, readyName),
    putLeased: (messages, owner, untilMs = Date.now() + 60_000) =>
      batch(messages, Date.now(), (file) => leasedName(file, { untilMs, owner: anOwner(owner) })),
    putJournal: (messages, owner) => {
      const file = aSpoolFile({ kind: 'journal', items: 0, bytes: 0 })
      const name = leasedName(file, { untilMs: Date.now() + 60_000, owner: anOwner(owner) })
      write(name, messages.map((message) => aRecord(anItem(message).json)).join(''))
    },
    putNewer: () => {
      const rest = '{"v":2,"enc":"identity","n":1,"len":1}\nx'
      write(readyName(aSpoolFile()), `${checksum(rest)} ${rest}`)
    },
    putFile: (name, content = 'x') => write(name, content),
    open: () => chmodSync(directory, 0o777),
  }
}

// --- helpers ---

/** A line of a journal: checksum, length, item. */
function aRecord(json: string): string {
  return `${checksum(json)} ${Buffer.byteLength(json)} ${json}\n`
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
