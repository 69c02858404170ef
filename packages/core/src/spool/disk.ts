import { createHash } from 'node:crypto'
import type { Destination } from '../options/connection-string'
import type { StoragePlace } from '../options/storage-places'
import { SpoolDirectory } from './directory'
import { type Election, LockElection } from './election'
import { type FileSystem, systemFiles } from './file-system'

/** The spool directory of a destination, and the options for using it. */
export interface Disk {
  readonly directory: SpoolDirectory
  readonly election: Election
  readonly files: FileSystem
}

export function diskOf(
  destination: Destination,
  places: readonly StoragePlace[],
  files: FileSystem = systemFiles,
): Disk {
  return {
    directory: new SpoolDirectory(spoolPlaces(destination, places), files),
    election: new LockElection(files),
    files,
  }
}

/** Returns the destination's own directory in each of these places. Its name does not reveal the key. */
export function spoolPlaces(destination: Destination, places: readonly StoragePlace[]): readonly StoragePlace[] {
  const { ingestionEndpoint, instrumentationKey } = destination
  const name = createHash('sha256').update(`${ingestionEndpoint}|${instrumentationKey}`).digest('hex').slice(0, 16)
  return places.map(({ base, levels }) => ({ base, levels: [...levels, name] }))
}
