import { rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { count, size } from '../../command-line/format'
import { SpoolError } from '../../errors'
import { SpoolDirectory } from '../../spool/directory'
import { spoolPlaces } from '../../spool/disk'
import { FileNames, unfinishedName } from '../../spool/file-name'
import { codeOf, type FileSystem, removeQuietly, spareBytes, systemFiles, writeFile } from '../../spool/file-system'
import { findSpools } from '../find-spools'
import { surveySpool } from '../spool-survey'
import type { Target } from '../target'
import { describeWaiting, sumOfWaiting } from '../waiting'
import { type Finding, failed, ok, warning } from './finding'

const DIRECTORY = 'spool directory'

/** Checks that a spool can be created and written, for any destination if none is given. Removes everything that it created. */
export function checkSpoolDirectory({ destination, delivery: { storagePlaces } }: Target): Finding {
  const made: string[] = []
  const mkdirSync = (path: string, mode: number) => {
    systemFiles.mkdirSync(path, mode)
    made.push(path)
  }
  // Inherits instead of copying: a copy would read deprecated members of node:fs, for which Node 24 prints a warning.
  const files: FileSystem = Object.create(systemFiles, { mkdirSync: { value: mkdirSync } })
  const directory = new SpoolDirectory(
    destination === undefined ? storagePlaces : spoolPlaces(destination, storagePlaces),
    files,
  )
  try {
    const path = directory.open()
    tryToWrite(path)
    const spare = spareBytes(files, path)
    if (spare > 0) return ok(DIRECTORY, `${path}, ${size(spare)} available`)
    return failed(
      DIRECTORY,
      `${path}: the disk is nearly full`,
      'Free some space: 5 % of the disk, and at least 256 MiB, are kept free for other programs.',
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const fix =
      error instanceof SpoolError
        ? 'Let only this user access the directory (chown, chmod 700), or choose another one with storagePath.'
        : 'Check the disk, or choose another directory with storagePath.'
    return failed(DIRECTORY, reason, fix)
  } finally {
    for (const path of made.reverse()) removeIfEmpty(path)
  }
}

const WAITING = 'waiting items'

/** About half of the 47 hours after which items are dropped. */
const LONG_MS = 24 * 3_600_000

export function checkWaiting(target: Target): Finding {
  const found = findSpools(target).filter((spool) => spool.kind === 'found')
  const surveys = found.map(({ path }) => surveySpool(path))
  const waiting = sumOfWaiting(surveys.flatMap((survey) => survey.waiting))
  const journals = surveys.reduce((sum, { journalsLeft }) => sum + journalsLeft.length, 0)
  const journalsLeft = journals === 0 ? '' : `, and ${count(journals, 'journal')} of ended processes`
  const detail = `${describeWaiting(waiting)}${journalsLeft}`
  if ((waiting.oldestAgeMs ?? 0) < LONG_MS) return ok(WAITING, detail)
  return warning(
    WAITING,
    detail,
    'Send them with azmon spool drain. Items older than 47 hours are dropped, because the service rejects items older than 48 hours.',
  )
}

// --- helpers, in order of use ---

/** Writes a file and removes it. It has the name of an unfinished batch, so programs remove it if this process is killed. */
function tryToWrite(directory: string): void {
  const names = new FileNames()
  const file = names.next({ kind: 'normal', encoding: 'identity', timeMs: Date.now(), items: 0, bytes: 0 })
  const path = join(directory, unfinishedName(file, names.owner))
  writeFile(systemFiles, path, [Buffer.from('azmon doctor\n')], false)
  removeQuietly(systemFiles, path)
}

function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) throw error
  }
}
