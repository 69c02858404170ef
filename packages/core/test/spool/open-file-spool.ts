import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from '@jest/globals'
import { systemClock } from '../../src/clock'
import { SpoolAccount } from '../../src/diagnostics'
import { Drops, OnDrops } from '../../src/drops'
import { SpoolDirectory } from '../../src/spool/directory'
import type { Election } from '../../src/spool/election'
import { FileSpool, type FileSpoolOptions, type FileSpoolParts } from '../../src/spool/file-spool'

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
export const everyoneWins: Election = { isLeader: true, stand: () => {}, resign: async () => {} }

/** A spool in `folder`, with an account of its own, and the troubles that it told. */
export function openFileSpool(
  folder: string,
  options: Partial<FileSpoolOptions> = {},
  parts: Partial<FileSpoolParts> = {},
): { readonly spool: FileSpool; readonly account: SpoolAccount; readonly troubles: unknown[] } {
  const account = new SpoolAccount(new Drops(new OnDrops()), {})
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
      clock: systemClock,
      onReady: () => {},
      onTrouble: (error) => troubles.push(error),
      ...parts,
    },
  )
  return { spool, account, troubles }
}
