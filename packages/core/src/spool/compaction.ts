import { olderFirst } from './file-name'
import type { Ready } from './shelf'

/** What has not been sent by then has an endpoint that is away: a healthy one gets it within moments. */
const MIN_AGE_MS = 30_000

const MAX_ITEMS = 2_048
const MAX_BYTES = 1_048_576

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
export function looseGroups(ready: Iterable<Ready>, nowMs: number): readonly (readonly Ready[])[] {
  const loose = [...ready].filter(({ file }) => nowMs - file.timeMs > MIN_AGE_MS && isLoose(file))
  const groups = (['normal', 'errors'] as const).flatMap((kind) =>
    groupsOf(loose.filter(({ file }) => file.kind === kind).sort((a, b) => olderFirst(a.file, b.file))),
  )
  return groups.filter(isWorthIt).slice(0, MAX_GROUPS)
}

// --- helpers, in order of use ---

function isLoose({ encoding, items, bytes }: Ready['file']): boolean {
  return encoding === 'identity' || (items < MAX_ITEMS / 4 && bytes < MIN_TEXT_BYTES)
}

function groupsOf(files: readonly Ready[]): Ready[][] {
  const groups: Ready[][] = []
  let room = { items: 0, bytes: 0 }
  for (const ready of files) {
    const { items, bytes } = ready.file
    if (items > room.items || bytes > room.bytes) {
      groups.push([])
      room = { items: MAX_ITEMS, bytes: MAX_BYTES }
    }
    groups.at(-1)?.push(ready)
    room = { items: room.items - items, bytes: room.bytes - bytes }
  }
  return groups
}

function isWorthIt(group: readonly Ready[]): boolean {
  return (
    group.length >= MIN_FILES || group.some(({ file }) => file.encoding === 'identity' && file.bytes >= MIN_TEXT_BYTES)
  )
}
