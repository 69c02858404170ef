import { ManualClock } from '@azmon/testkit'
import { Drops, OnDrops } from '../../src/diagnostics/drops'
import { ItemEnds } from '../../src/diagnostics/item-ends'
import { SpoolAccount } from '../../src/diagnostics/spool-account'
import { BatchStore } from '../../src/spool/batch-store'
import { BatchWriter, type WriterOptions } from '../../src/spool/batch-writer'
import { ClaimRights } from '../../src/spool/claim-rights'
import { SpoolDirectory } from '../../src/spool/directory'
import { FileNames } from '../../src/spool/file-name'
import { type FileSystem, systemFiles } from '../../src/spool/file-system'
import { Holdings } from '../../src/spool/holdings'
import { OwnItems } from '../../src/spool/own-items'
import { ReadyFiles } from '../../src/spool/ready-files'
import { SpoolIndex } from '../../src/spool/spool-index'
import { aFolder, everyoneWins } from './open-file-spool'

/** The lower parts of a spool, for tests of one of them. */
export function spoolParts({ files = systemFiles as FileSystem, options = {} as Partial<WriterOptions> } = {}) {
  const [folder, clock, names] = [aFolder(), new ManualClock(), new FileNames()]
  const [own, ready, troubles] = [new OwnItems(), new ReadyFiles(), [] as unknown[]]
  const calls: string[] = []
  const account = new SpoolAccount(new Drops(new OnDrops()), {}, new ItemEnds())
  const directory = new SpoolDirectory([{ base: folder, levels: ['spool'] }], files)
  const onTrouble = (error: unknown) => void troubles.push(error)
  const holder = { files, clock, owner: names.owner }
  const rights = new ClaimRights({
    election: everyoneWins,
    directory,
    clock,
    onReady: () => calls.push('ready'),
    onElected: () => calls.push('elected'),
    onTrouble,
  })
  rights.activate()
  const holdings = new Holdings({ holder, own, account, ready, rights })
  const onRefreshDue = () => void calls.push('refresh')
  const index = new SpoolIndex({ files, directory, names, clock, ready, holdings, onRefreshDue })
  const limits = { storageMaxBytes: 104_857_600, storageRetentionMs: 169_200_000, isSynced: false, ...options }
  const writer = new BatchWriter(limits, { files, directory, names, clock, account, ready, index })
  const store = new BatchStore({ holder, clock, writer, index, ready, holdings, rights, own, onTrouble })
  return {
    folder,
    clock,
    names,
    own,
    ready,
    account,
    directory,
    holder,
    rights,
    holdings,
    index,
    writer,
    store,
    calls,
    troubles,
  }
}
