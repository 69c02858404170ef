import type { Clock } from '../clock'
import { Heap } from './heap'
import { byAge, type Ready } from './ready-files'
import { inSlices, type Work } from './slices'

/** What has not been sent by then has an endpoint that is away: a healthy one gets it within moments. */
const MIN_AGE_MS = 30_000

const MERGED_ITEMS = 2_048
const MERGED_BYTES = 1_048_576

/** Fewer are not worth a rewrite: each later one would rewrite them again. */
const MIN_FILES = 8

/** From here on a file is worth compressing by itself. */
const MIN_TEXT_BYTES = 65_536

/** At most so many groups at a time: this is work nobody waits for. */
const MAX_GROUPS = 50

/**
 * Files that would be better as one: an outage of a quiet night is thousands of files of a few items, and what a burst
 * wrote as text takes ten times the room that it needs. The oldest groups first; each becomes one compressed file.
 */
export async function* mergeableGroups(
  ready: Iterable<Ready>,
  clock: Clock,
): AsyncGenerator<readonly Ready[], void, void> {
  const loose = { normal: new Heap(byAge), errors: new Heap(byAge) }
  await inSlices(findLoose(ready, clock.epochMs(), loose), clock)
  let groups = 0
  for (const kind of ['normal', 'errors'] as const) {
    for (let group = takeGroup(loose[kind]); group.length > 0; group = takeGroup(loose[kind])) {
      if (!isWorthIt(group)) continue
      yield group
      if (++groups === MAX_GROUPS) return
    }
  }
}

// --- helpers, in order of use ---

type Loose = Readonly<Record<'normal' | 'errors', Heap<Ready>>>

function* findLoose(all: Iterable<Ready>, nowMs: number, loose: Loose): Work {
  for (const ready of all) {
    const { kind, timeMs } = ready.file
    if (kind !== 'journal' && nowMs - timeMs > MIN_AGE_MS && isLoose(ready)) loose[kind].add(ready)
    yield
  }
}

function isLoose({ file, items, bytes }: Ready): boolean {
  return file.encoding === 'identity' || (items < MERGED_ITEMS / 4 && bytes < MIN_TEXT_BYTES)
}

/** The oldest, as many as one file may hold. */
function takeGroup(loose: Heap<Ready>): readonly Ready[] {
  const group: Ready[] = []
  let room = { items: MERGED_ITEMS, bytes: MERGED_BYTES }
  for (let next = loose.first; next !== undefined; next = loose.first) {
    const { items, bytes } = next
    if (group.length > 0 && (items > room.items || bytes > room.bytes)) break
    loose.delete(next)
    group.push(next)
    room = { items: room.items - Math.max(1, items), bytes: room.bytes - bytes }
  }
  return group
}

function isWorthIt(group: readonly Ready[]): boolean {
  return (
    group.length >= MIN_FILES ||
    group.some(({ file, bytes }) => file.encoding === 'identity' && bytes >= MIN_TEXT_BYTES)
  )
}
