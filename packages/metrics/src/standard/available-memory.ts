import { readFileSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'

/**
 * Returns how much more memory a program could allocate, limited by the machine and by its control groups. On systems other
 * than Linux, returns the free memory. Tests pass another `root`.
 */
export function availableBytes(root = '/'): number {
  const ofMachine = availableOfMachine(root)
  if (ofMachine === undefined) return freemem()
  return Math.max(0, Math.min(ofMachine, ...roomInGroups(root)))
}

// --- helpers, in order of use ---

/** Returns the free memory plus the memory that the kernel can reclaim. @see proc_meminfo(5) */
function availableOfMachine(root: string): number | undefined {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(read(root, 'proc/meminfo') ?? '')?.[1]
  return kib === undefined ? undefined : Number(kib) * 1_024
}

interface GroupFiles {
  readonly base: string
  readonly limit: string
  readonly usage: string
  /** Matches the line of memory.stat with the memory that the kernel reclaims first. */
  readonly cache: RegExp
}

/** @see https://docs.kernel.org/admin-guide/cgroup-v2.html#memory */
const VERSION_2: GroupFiles = {
  base: 'sys/fs/cgroup',
  limit: 'memory.max',
  usage: 'memory.current',
  cache: /^inactive_file (\d+)$/m,
}

/** @see https://docs.kernel.org/admin-guide/cgroup-v1/memory.html */
const VERSION_1: GroupFiles = {
  base: 'sys/fs/cgroup/memory',
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  cache: /^total_inactive_file (\d+)$/m,
}

/** Checks each group up to the root. In a container, the path may be that of the host, and only the root exists. */
function roomInGroups(root: string): readonly number[] {
  const memberships = (read(root, 'proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'))
  return memberships.flatMap(([, controllers, path = '']) => {
    const files = filesOf(controllers)
    if (files === undefined) return []
    return ancestry(path).flatMap((group) => roomIn(root, files, group))
  })
}

function filesOf(controllers: string | undefined): GroupFiles | undefined {
  if (controllers === '') return VERSION_2
  return controllers?.split(',').includes('memory') ? VERSION_1 : undefined
}

/** Returns `/a/b`, `/a` and `/` for `/a/b`. */
function ancestry(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..')
  return [...parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`), '/']
}

/** Without a limit, the file contains `max` or a number larger than the memory of any machine, or does not exist. */
function roomIn(root: string, { base, limit, usage, cache }: GroupFiles, group: string): readonly number[] {
  const folder = join(base, group)
  const limitBytes = Number(read(root, join(folder, limit)) ?? Number.NaN)
  const used = Number(read(root, join(folder, usage)) ?? Number.NaN)
  if (!Number.isFinite(limitBytes) || !Number.isFinite(used)) return []
  const reclaimable = Number(cache.exec(read(root, join(folder, 'memory.stat')) ?? '')?.[1] ?? 0)
  return [limitBytes - used + reclaimable]
}

function read(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}
