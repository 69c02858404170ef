import { join } from 'node:path'
import type { StoragePlace } from '../options/storage-places'
import { SpoolDirectory } from '../spool/directory'
import { spoolPlaces } from '../spool/disk'
import { codeOf, systemFiles } from '../spool/file-system'
import { namesIn } from '../spool/listing'
import type { Target } from './target'

export type SpoolFound =
  | { readonly kind: 'found'; readonly path: string; readonly directory: SpoolDirectory }
  /** It is there, and no program uses it as it is. */
  | { readonly kind: 'unusable'; readonly path: string; readonly reason: string }

/**
 * The spools that are there: of the target's destination, or of all where that is asked for or there is none. One
 * destination may have several: where its programs could first write in one place, and later in a better one.
 */
export function spoolDirectories(
  { destination, delivery }: Target,
  which: 'own' | 'all' = 'own',
): readonly SpoolFound[] {
  const { storagePlaces } = delivery
  const places =
    which === 'own' && destination !== undefined
      ? spoolPlaces(destination, storagePlaces)
      : storagePlaces.flatMap(within)
  return places.map(look).filter((found) => found !== undefined)
}

// --- helpers, in order of use ---

/** As `spoolPlaces` names them. */
const SPOOL_NAME = /^[0-9a-f]{16}$/

function within({ base, levels }: StoragePlace): readonly StoragePlace[] {
  return foldersIn(join(base, ...levels))
    .filter((name) => SPOOL_NAME.test(name))
    .map((name) => ({ base, levels: [...levels, name] }))
}

function foldersIn(path: string): readonly string[] {
  try {
    return [...namesIn(systemFiles, path)].sort()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(error) ?? '')) return []
    throw error
  }
}

function look(place: StoragePlace): SpoolFound | undefined {
  const directory = new SpoolDirectory([place])
  try {
    const path = directory.find()
    return path === undefined ? undefined : { kind: 'found', path, directory }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { kind: 'unusable', path: join(place.base, ...place.levels), reason }
  }
}
