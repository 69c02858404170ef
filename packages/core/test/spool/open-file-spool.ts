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
import { markOf } from '../../src/spool/process-identity'
import type { Claim } from '../../src/spool/spool'
import { aBatch, messagesOf } from '../builders'

/** Files expire only after the clock was watched for this long without a jump. */
export const CLOCK_IS_PROVEN_MS = 60_000

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A temporary folder that is removed after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-spool-'))
  folders.push(folder)
  return folder
}

/** Every process is the leader, so that all of them claim at once: the worst case. */
export const everyoneWins: Election = { isLeader: true, join: () => {}, leave: async () => {} }

export const nobodyWins: Election = { isLeader: false, join: () => {}, leave: async () => {} }

export interface OpenSpool {
  readonly spool: FileSpool
  readonly account: SpoolAccount
  readonly troubles: unknown[]
}

/** A manual clock that shows the current time, so that it fits the times of real files. */
export function aClock(): ManualClock {
  const clock = new ManualClock()
  clock.jump(Date.now() - clock.epochMs())
  return clock
}

/** Opens a spool in `folder`, with its own account, and collects the errors that it reports. */
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
      clock: aClock(), // no write is slow for this clock: a slow disk would not be used for half a minute
      onReady: () => {},
      onTrouble: (error) => troubles.push(error),
      ...parts,
    },
  )
  return { spool, account, troubles }
}

/** The directory of `openFileSpool`. Creates it if necessary. */
export function spoolFolder(folder: string): string {
  const path = join(folder, 'spool')
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  return path
}

/** The names of the files in that directory. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(spoolFolder(folder), { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** A new file name, by default of a raw batch of one item. */
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

/** Writes a file as another process would, and returns its name. */
export function leaveFile(folder: string, name: string, content: Buffer | string): string {
  writeFileSync(join(spoolFolder(folder), name), content, { mode: 0o600 })
  return name
}

/** Writes a ready batch with these messages as another process would, and returns its name. */
export function leaveBatch(folder: string, messages: readonly string[], timeMs = Date.now()): string {
  const bytes = batchFileOf(...messages)
  return leaveFile(folder, readyName(aSpoolFile({ timeMs, items: messages.length, bytes: bytes.length })), bytes)
}

export function batchFileOf(...messages: readonly string[]): Buffer {
  const { items } = aBatch(...messages)
  const body = Buffer.from(items.map(({ json }) => json).join('\n'))
  return Buffer.concat(encodeBatchFile({ body, encoding: 'identity', items: items.length }))
}

/** The owner of a file: a dead or a living process of this machine, or a process of another machine. */
export function anOwner(kind: 'dead' | 'living' | 'elsewhere'): string {
  const [host = ''] = new FileNames().owner.split('-')
  switch (kind) {
    case 'dead':
      return `${host}-${deadPid().toString(36)}-0123abcd`
    case 'living':
      return `${host}-${process.ppid.toString(36)}-${markOf(process.ppid)}abcd`
    case 'elsewhere':
      return `00000000-${deadPid().toString(36)}-0123abcd`
  }
}

/** Writes a program whose `require('./…')` loads core's build output. Removed after the test. */
export function aProgram(code: string): string {
  const built = join(__dirname, '..', '..', 'dist')
  const file = join(aFolder(), 'program.cjs')
  writeFileSync(file, code.replaceAll("require('./", `require('${built}/`))
  return file
}

/** Claims and acknowledges every batch. Returns the messages of each. */
export async function drained({ spool, account }: OpenSpool): Promise<readonly (readonly string[])[]> {
  const batches: (readonly string[])[] = []
  for (let claim = await spool.claim(); claim !== undefined; claim = await spool.claim()) {
    batches.push(messagesOf(claim.batch.items))
    claim.ack()
    account.sent(claim.batch.items)
  }
  return batches
}

/** The next claim. Throws if there is none. */
export async function claimed({ spool }: OpenSpool): Promise<Claim> {
  const claim = await spool.claim()
  if (claim === undefined) throw new Error('nothing to claim')
  return claim
}

/** The equation that always holds. */
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
