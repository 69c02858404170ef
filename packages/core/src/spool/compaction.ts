import type { Clock } from '../clock'
import { REQUEST_BYTES, REQUEST_ITEMS } from './bounds'
import { Heap } from './heap'
import { byAge, type Ready } from './ready-files'
import { inSlices, type Work } from './slices'

/** A healthy endpoint receives a batch well before this age, so older files are due to an outage. */
const MIN_AGE_MS = 30_000

/** Merging fewer files is not worthwhile, because each later file would cause another rewrite. */
const MIN_FILES = 8

/** A raw file of at least this size is worth compressing even without merging. */
const MIN_RAW_BYTES = 65_536

/** The number of groups per maintenance run. It is small, because merging is not urgent. */
const MAX_GROUPS = 50

/**
 * Yields groups of files, oldest first. Each group should become one compressed file. An outage with little traffic leaves
 * thousands of small files, and the raw files of a burst take ten times as much room as compressed ones.
 */
export async function* mergeableGroups(
  ready: Iterable<Ready>,
  clock: Clock,
): AsyncGenerator<readonly Ready[], void, void> {
  const candidates = { normal: new Heap(byAge), errors: new Heap(byAge) }
  await inSlices(findCandidates(ready, clock.epochMs(), candidates), clock)
  let groups = 0
  for (const kind of ['normal', 'errors'] as const) {
    for (let group = takeGroup(candidates[kind]); group.length > 0; group = takeGroup(candidates[kind])) {
      if (!isWorthIt(group)) continue
      yield group
      if (++groups === MAX_GROUPS) return
    }
  }
}

// --- helpers, in order of use ---

type Candidates = Readonly<Record<'normal' | 'errors', Heap<Ready>>>

function* findCandidates(all: Iterable<Ready>, nowMs: number, candidates: Candidates): Work {
  for (const ready of all) {
    const { kind, timeMs } = ready.file
    if (kind !== 'journal' && nowMs - timeMs > MIN_AGE_MS && isSmallOrRaw(ready)) candidates[kind].add(ready)
    yield
  }
}

function isSmallOrRaw({ file, items, bytes }: Ready): boolean {
  return file.encoding === 'identity' || (items < REQUEST_ITEMS / 4 && bytes < MIN_RAW_BYTES)
}

/** Takes the oldest files that fit into one request. */
function takeGroup(candidates: Heap<Ready>): readonly Ready[] {
  const group: Ready[] = []
  let room = { items: REQUEST_ITEMS, bytes: REQUEST_BYTES }
  for (let next = candidates.first; next !== undefined; next = candidates.first) {
    const { items, bytes } = next
    if (group.length > 0 && (items > room.items || bytes > room.bytes)) break
    candidates.delete(next)
    group.push(next)
    room = { items: room.items - Math.max(1, items), bytes: room.bytes - bytes }
  }
  return group
}

function isWorthIt(group: readonly Ready[]): boolean {
  return (
    group.length >= MIN_FILES || group.some(({ file, bytes }) => file.encoding === 'identity' && bytes >= MIN_RAW_BYTES)
  )
}
