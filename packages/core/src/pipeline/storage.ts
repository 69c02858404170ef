import type { Clock } from '../clock'
import type { Diagnostics } from '../diagnostics/diagnostics'
import type { DeliveryOptions } from '../options/resolve'
import type { Disk } from '../spool/disk'
import { FileSpool } from '../spool/file-spool'
import { Journal } from '../spool/journal'
import { MemorySpool } from '../spool/memory-spool'
import type { Spool } from '../spool/spool'
import { reportDiskTrouble } from './report-trouble'

/** The places where a pipeline keeps items that it cannot send at once. The spool is either `disk` or `memory`. */
export interface Storage {
  readonly spool: Spool
  readonly disk: FileSpool | undefined
  readonly memory: MemorySpool | undefined
  readonly journal: Journal | undefined
}

export interface StorageParts {
  readonly options: DeliveryOptions
  readonly disk: Disk | undefined
  readonly clock: Clock
  readonly diagnostics: Diagnostics
  /** Called when the spool on disk may have a batch to claim. */
  readonly onReady: () => void
}

/** Creates the storage. Writes nothing and creates no directory before the first batch or item. */
export function openStorage(parts: StorageParts): Storage {
  const { disk } = parts
  if (disk === undefined) {
    const memory = new MemorySpool(parts.options.maxQueueBytes / 2)
    return { spool: memory, memory, disk: undefined, journal: undefined }
  }
  const spool = openSpool(disk, parts)
  return { spool, disk: spool, memory: undefined, journal: openJournal(disk, parts) }
}

// --- helpers, in order of use ---

function openSpool(
  { directory, election, files }: Disk,
  { options, clock, diagnostics, onReady }: StorageParts,
): FileSpool {
  const { durability, storageMaxBytes, storageRetentionMs, storageMaintenanceMs } = options
  return new FileSpool(
    { storageMaxBytes, storageRetentionMs, storageMaintenanceMs, isSynced: durability === 'journal+fsync' },
    {
      directory,
      election,
      files,
      account: diagnostics.spool,
      clock,
      onReady,
      onTrouble: (error) => reportDiskTrouble(error, diagnostics),
    },
  )
}

function openJournal({ directory, files }: Disk, { options, clock, diagnostics }: StorageParts): Journal | undefined {
  const { durability, maxQueueBytes } = options
  if (durability !== 'journal' && durability !== 'journal+fsync') return undefined
  const journal = new Journal({
    directory,
    files,
    clock,
    isSynced: durability === 'journal+fsync',
    maxBytes: 2 * maxQueueBytes,
    onTrouble: (error) => reportDiskTrouble(error, diagnostics),
  })
  diagnostics.onSettled((_, items) => journal.settled(items))
  return journal
}
