import { rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { SpoolError } from '../../errors'
import type { Destination } from '../../options/connection-string'
import type { DeliveryOptions } from '../../options/resolve'
import { SpoolDirectory } from '../../spool/directory'
import { spoolPlaces } from '../../spool/disk'
import { FileNames, unfinishedName } from '../../spool/file-name'
import { codeOf, type FileSystem, removeQuietly, spareBytes, systemFiles, writeFile } from '../../spool/file-system'
import { size } from '../format'
import { spoolDirectories } from '../spool-directories'
import { describeWaiting, waitingText } from '../spool-ls'
import { surveySpool } from '../spool-survey'
import { type Finding, failed, ok, warning } from './finding'

const FOLDER = 'spool folder'

/** Whether what cannot be sent can be kept. Leaves everything as it was. */
export function checkFolder(destination: Destination, { storagePlaces }: DeliveryOptions): Finding {
  const made: string[] = []
  const mkdirSync = (path: string, mode: number) => {
    systemFiles.mkdirSync(path, mode)
    made.push(path)
  }
  // A copy would read what is deprecated in node:fs, too, and Node 24 would print a warning of that.
  const files: FileSystem = Object.create(systemFiles, { mkdirSync: { value: mkdirSync } })
  const directory = new SpoolDirectory(spoolPlaces(destination, storagePlaces), files)
  try {
    const path = directory.open()
    tryToWrite(path)
    const spare = spareBytes(files, path)
    if (spare > 0) return ok(FOLDER, `${path}, ${size(spare)} to spare`)
    return failed(
      FOLDER,
      `${path}: the disk is nearly full`,
      'Make room: 5 %, and at least 256 MiB, are left to others.',
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const cure =
      error instanceof SpoolError
        ? 'Give the directory to this user alone (chown, chmod 700), or name another one by storagePath.'
        : 'Look at the disk, or name another directory by storagePath.'
    return failed(FOLDER, reason, cure)
  } finally {
    for (const path of made.reverse()) removeIfEmpty(path)
  }
}

const WAITING = 'what waits'

/** Of what is thrown away after 47 hours. */
const LONG_MS = 24 * 3_600_000

export function checkWaiting(destination: Destination, delivery: DeliveryOptions): Finding {
  const found = spoolDirectories({ destination, delivery }).filter((spool) => spool.kind === 'found')
  const surveys = found.map(({ path }) => surveySpool(path))
  const waiting = describeWaiting(
    surveys.flatMap((survey) => survey.waiting),
    Date.now(),
  )
  const journals = surveys.reduce((sum, { journalsLeft }) => sum + journalsLeft.length, 0)
  const detail = `${waitingText(waiting)}${journals === 0 ? '' : `, and ${journals} journals of processes that are gone`}`
  if ((waiting.oldestAgeMs ?? 0) < LONG_MS) return ok(WAITING, detail)
  return warning(
    WAITING,
    detail,
    'Send it (spool drain) before it is thrown away: the service refuses what is older than 48 hours.',
  )
}

// --- helpers, in order of use ---

/** Under a name of ours, so that it is tidied up should this be the moment at which we are killed. */
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
