import { join } from 'node:path'
import type { StoragePlace } from '../options/storage-places'
import { SpoolDirectory } from '../spool/directory'
import { spoolPlaces } from '../spool/disk'
import { codeOf, systemFiles } from '../spool/file-system'
import { namesIn } from '../spool/listing'
import type { Target } from './target'

export type FoundSpool =
  | { readonly kind: 'found'; readonly path: string; readonly directory: SpoolDirectory }
  /** The directory exists, but programs refuse to use it, for example because other users can write to it. */
  | { readonly kind: 'unusable'; readonly path: string; readonly reason: string }

/**
 * Finds the spools of the target's destination. Finds those of all destinations if `which` is `'all'` or the target has none. A
 * destination can have several spools, because programs use the best place that they can write to, which may change.
 */
export function findSpools({ destination, delivery }: Target, which: 'own' | 'all' = 'own'): readonly FoundSpool[] {
  const { storagePlaces } = delivery
  const places =
    which === 'own' && destination !== undefined
      ? spoolPlaces(destination, storagePlaces)
      : storagePlaces.flatMap(placesWithin)
  return places.map(find).filter((found) => found !== undefined)
}

/** Returns the directories that `findSpools` searches. */
export function searchedDirectories({ delivery }: Target): readonly string[] {
  return delivery.storagePlaces.map(pathOf)
}

// --- helpers, in order of use ---

/** Matches the directory names that `spoolPlaces` creates. */
const SPOOL_NAME = /^[0-9a-f]{16}$/

function placesWithin(place: StoragePlace): readonly StoragePlace[] {
  return foldersIn(pathOf(place))
    .filter((name) => SPOOL_NAME.test(name))
    .map((name) => ({ base: place.base, levels: [...place.levels, name] }))
}

function foldersIn(path: string): readonly string[] {
  try {
    return [...namesIn(systemFiles, path)].sort()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(error) ?? '')) return []
    throw error
  }
}

function pathOf({ base, levels }: StoragePlace): string {
  return join(base, ...levels)
}

function find(place: StoragePlace): FoundSpool | undefined {
  const directory = new SpoolDirectory([place])
  try {
    const path = directory.find()
    return path === undefined ? undefined : { kind: 'found', path, directory }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { kind: 'unusable', path: pathOf(place), reason }
  }
}
