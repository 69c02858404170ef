import { readFileSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'

/**
 * What a program could still take: of the machine, and of the control groups it is in. Elsewhere than on Linux what is
 * free. `root` is a test's own.
 */
export function availableBytes(root = '/'): number {
  const ofMachine = availableOfMachine(root)
  if (ofMachine === undefined) return freemem()
  return Math.max(0, Math.min(ofMachine, ...roomInGroups(root)))
}

// --- helpers, in order of use ---

/** Free memory, and what the kernel would give up for a program that needs it. @see proc_meminfo(5) */
function availableOfMachine(root: string): number | undefined {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(read(root, 'proc/meminfo') ?? '')?.[1]
  return kib === undefined ? undefined : Number(kib) * 1_024
}

interface GroupFiles {
  readonly base: string
  readonly limit: string
  readonly usage: string
  /** Of memory.stat: what the kernel would give up first. */
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

/** Of each group that has a limit, up to the root: within a container the path may be the host's, and only the root there. */
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

/** `/a/b` -> `/a/b`, `/a`, `/` */
function ancestry(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..')
  return [...parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`), '/']
}

/** Where there is no limit, there is `max`, no file, or more than any machine has. */
function roomIn(root: string, { base, limit, usage, cache }: GroupFiles, group: string): readonly number[] {
  const folder = join(base, group)
  const most = Number(read(root, join(folder, limit)) ?? Number.NaN)
  const used = Number(read(root, join(folder, usage)) ?? Number.NaN)
  if (!Number.isFinite(most) || !Number.isFinite(used)) return []
  const reclaimable = Number(cache.exec(read(root, join(folder, 'memory.stat')) ?? '')?.[1] ?? 0)
  return [most - used + reclaimable]
}

function read(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}
