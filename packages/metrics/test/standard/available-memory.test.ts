import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from '@jest/globals'
import { availableBytes } from '../../src/standard/available-memory'

const MIB = 1_048_576
const MEMINFO = 'MemTotal:  16384000 kB\nMemFree:  1024000 kB\nMemAvailable:  8192000 kB\n'
const OF_MACHINE = 8_192_000 * 1_024

let roots: string[] = []

afterEach(() => {
  for (const root of roots) rmSync(root, { recursive: true })
  roots = []
})

/** The files of a machine. */
function aMachine(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'azmon-memory-'))
  roots.push(root)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

it('is the available memory that the kernel reports', () => {
  expect(availableBytes(aMachine({ 'proc/meminfo': MEMINFO }))).toBe(OF_MACHINE)
})

it('is the free memory if the kernel does not report it', () => {
  const free = freemem()
  expect(Math.abs(availableBytes(aMachine({})) - free) / free).toBeLessThan(0.5)
})

it.each([
  [
    'of version 2',
    {
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/memory.max': `${512 * MIB}\n`,
      'sys/fs/cgroup/memory.current': `${300 * MIB}\n`,
      'sys/fs/cgroup/memory.stat': `anon 1\ninactive_file ${50 * MIB}\nactive_file 7\n`,
    },
    262 * MIB,
  ],
  [
    'of version 2 with the smallest limit in a parent',
    {
      'proc/self/cgroup': '0::/slice/app.service\n',
      'sys/fs/cgroup/slice/app.service/memory.max': 'max\n',
      'sys/fs/cgroup/slice/app.service/memory.current': `${100 * MIB}\n`,
      'sys/fs/cgroup/slice/memory.max': `${400 * MIB}\n`,
      'sys/fs/cgroup/slice/memory.current': `${350 * MIB}\n`,
    },
    50 * MIB,
  ],
  [
    'of version 1 in a container that sees the path of its host',
    {
      'proc/self/cgroup': '5:cpu:/docker/abc\n4:memory:/docker/abc\n0::/\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': `${256 * MIB}\n`,
      'sys/fs/cgroup/memory/memory.usage_in_bytes': `${200 * MIB}\n`,
      'sys/fs/cgroup/memory/memory.stat': `inactive_file 3\ntotal_inactive_file ${20 * MIB}\n`,
    },
    76 * MIB,
  ],
  [
    'without free memory',
    {
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/memory.max': `${100 * MIB}\n`,
      'sys/fs/cgroup/memory.current': `${101 * MIB}\n`,
    },
    0,
  ],
  [
    'without a limit',
    {
      'proc/self/cgroup': '4:memory:/\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      'sys/fs/cgroup/memory/memory.usage_in_bytes': `${200 * MIB}\n`,
    },
    OF_MACHINE,
  ],
])('is what is left of the limit of a control group %s', (_, files, expected) => {
  expect(availableBytes(aMachine({ 'proc/meminfo': MEMINFO, ...files }))).toBe(expected)
})
