import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ManualClock } from '@azmon/testkit'
import { afterEach } from '@jest/globals'
import { Drops, OnDrops } from '../../src/diagnostics/drops'
import { ItemEnds } from '../../src/diagnostics/item-ends'
import { SpoolAccount } from '../../src/diagnostics/spool-account'
import { encodeBatchFile } from '../../src/spool/batch-file'
import { SpoolDirectory } from '../../src/spool/directory'
import type { Election } from '../../src/spool/election'
import { FileNames, readyName, type SpoolFile } from '../../src/spool/file-name'
import { FileSpool, type FileSpoolOptions, type FileSpoolParts } from '../../src/spool/file-spool'
import type { Claim } from '../../src/spool/spool'
import { aBatch, messagesOf } from '../builders'

/** A clock that was watched for so long, and not set, is believed when it says that something is too old. */
export const CLOCK_IS_PROVEN_MS = 60_000

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder of its own for a test, gone after it. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-spool-'))
  folders.push(folder)
  return folder
}

/** Everyone is the leader: the harshest of elections, in which all processes claim at once. */
export const everyoneWins: Election = { isLeader: true, join: () => {}, leave: async () => {} }

export const nobodyWins: Election = { isLeader: false, join: () => {}, leave: async () => {} }

export interface OpenSpool {
  readonly spool: FileSpool
  readonly account: SpoolAccount
  readonly troubles: unknown[]
}

/** Time that stands still today: what files say of their age fits it. */
export function aClock(): ManualClock {
  const clock = new ManualClock()
  clock.jump(Date.now() - clock.epochMs())
  return clock
}

/** A spool in `folder`, with an account of its own, and the troubles that it told. */
export function openFileSpool(
  folder: string,
  options: Partial<FileSpoolOptions> = {},
  parts: Partial<FileSpoolParts> = {},
): OpenSpool {
  const account = new SpoolAccount(new Drops(new OnDrops()), {}, new ItemEnds())
  const troubles: unknown[] = []
  const spool = new FileSpool(
    {
      storageMaxBytes: 104_857_600,
      storageRetentionMs: 169_200_000,
      storageMaintenanceMs: 5_000,
      isSynced: false,
      ...options,
    },
    {
      directory: new SpoolDirectory([{ base: folder, levels: ['spool'] }], parts.files),
      election: everyoneWins,
      account,
      clock: aClock(), // a disk that is slow is no disk for half a minute
      onReady: () => {},
      onTrouble: (error) => troubles.push(error),
      ...parts,
    },
  )
  return { spool, account, troubles }
}

/** Where `openFileSpool` keeps its files, made where it is not there yet. */
export function spoolFolder(folder: string): string {
  const path = join(folder, 'spool')
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  return path
}

/** The names of its files, without their folders. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(spoolFolder(folder), { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** A name that no spool has given yet, of a raw batch of one item unless told otherwise. */
export function aSpoolFile(file: Partial<Omit<SpoolFile, 'id'>> = {}): SpoolFile {
  return new FileNames().next({
    kind: 'normal',
    encoding: 'identity',
    timeMs: Date.now(),
    items: 1,
    bytes: 500,
    ...file,
  })
}

/** Puts a file there as another process would have, and returns its name. */
export function leaveFile(folder: string, name: string, content: Buffer | string): string {
  writeFileSync(join(spoolFolder(folder), name), content, { mode: 0o600 })
  return name
}

/** A ready batch with these messages, as another process would have left it. */
export function leaveBatch(folder: string, messages: readonly string[], timeMs = Date.now()): string {
  const bytes = batchFileOf(...messages)
  return leaveFile(folder, readyName(aSpoolFile({ timeMs, items: messages.length, bytes: bytes.length })), bytes)
}

export function batchFileOf(...messages: readonly string[]): Buffer {
  const { items } = aBatch(...messages)
  const body = Buffer.from(items.map(({ json }) => json).join('\n'))
  return Buffer.concat(encodeBatchFile({ body, encoding: 'identity', items: items.length }))
}

/** Whom a file belongs to: a process of this machine that is gone, one that lives, or one of another machine. */
export function anOwner(kind: 'dead' | 'living' | 'elsewhere'): string {
  const [host = ''] = new FileNames().owner.split('-')
  switch (kind) {
    case 'dead':
      return `${host}-${deadPid().toString(36)}-0123abcd`
    case 'living':
      return `${host}-${process.ppid.toString(36)}-0123abcd`
    case 'elsewhere':
      return `00000000-${deadPid().toString(36)}-0123abcd`
  }
}

/** A program of its own, whose `require('./…')` finds what was built of core. Gone after the test. */
export function aProgram(code: string): string {
  const built = join(__dirname, '..', '..', 'dist')
  const file = join(aFolder(), 'program.cjs')
  writeFileSync(file, code.replaceAll("require('./", `require('${built}/`))
  return file
}

/** Claims, and acks, all there is; the messages of each batch. */
export async function drained({ spool, account }: OpenSpool): Promise<readonly (readonly string[])[]> {
  const batches: (readonly string[])[] = []
  for (let claim = await spool.claim(); claim !== undefined; claim = await spool.claim()) {
    batches.push(messagesOf(claim.batch.items))
    claim.ack()
    account.sent(claim.batch.items)
  }
  return batches
}

/** The next claim; there has to be one. */
export async function claimed({ spool }: OpenSpool): Promise<Claim> {
  const claim = await spool.claim()
  if (claim === undefined) throw new Error('nothing to claim')
  return claim
}

/** The sum that holds at every moment. */
export function isBalanced({ account }: OpenSpool): boolean {
  const { read, drained, dropped, left } = account.stats
  return read === drained + dropped + left
}

// --- helpers ---

let knownDeadPid: number | undefined

function deadPid(): number {
  knownDeadPid ??= spawnSync(process.execPath, ['-e', '']).pid
  return knownDeadPid
}
