import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as duckDb from '@duckdb/node-api'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { DuckDbStore } from '../../src/store/duckdb-store'
import { StoreFull } from '../../src/store/store'
import { aMessage, postEnvelopes } from '../an-envelope'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azmon-full-disk-'))
})

afterEach(() => rm(directory, { recursive: true }))

const limits = { maxRows: 1_000_000, maxBytes: 1e9, maxAgeMs: 1e15 }

/** 1 MB that does not compress. */
const megabyte = () =>
  Array.from(
    { length: 500 },
    () => ({ table: 'traces', row: { message: randomBytes(1_000).toString('hex') } }) as const,
  )

const whereMounting = mayMount() ? it : it.skip

whereMounting(
  'refuses rows on a full disk, reads on, and takes rows again when there is room (mounts a tmpfs)',
  async () => {
    const warnings: string[] = []
    mount('size=24m')
    try {
      const path = join(directory, 'telemetry.duckdb')
      const store = await DuckDbStore.open(duckDb, { path, limits, warn: (line) => warnings.push(line) })
      const kept = await fill(store)
      await expect(store.append(megabyte())).rejects.toThrow('No space left on device')
      expect(await store.counts()).toMatchObject({ traces: kept })

      mount('remount,size=200m')
      await store.append(megabyte())
      expect(await store.counts()).toMatchObject({ traces: kept + 500 })
      expect(warnings).toEqual([expect.stringMatching(/^azmon local cannot write to .*No space left on device.*$/)])
      await store.close()

      const again = await DuckDbStore.open(duckDb, { path, limits, warn: () => undefined })
      expect(await again.counts()).toMatchObject({ traces: kept + 500 })
      await again.close()
    } finally {
      execFileSync('umount', [directory])
    }
  },
)

whereMounting('refuses rows beyond its limit while there is no space to drop others (mounts a tmpfs)', async () => {
  mount('size=52m')
  try {
    const path = join(directory, 'telemetry.duckdb')
    const few = { ...limits, maxBytes: 8 * 1024 * 1024 }
    const store = await DuckDbStore.open(duckDb, { path, limits: few, warn: () => undefined })
    // A checkpoint needs more space than is left when one is due.
    await expect(fill(store)).resolves.toBeLessThan(20_000)
    await expect(store.append(megabyte())).rejects.toThrow(StoreFull)

    mount('remount,size=200m')
    await store.append(megabyte())
    await store.close()
  } finally {
    execFileSync('umount', [directory])
  }
})

const wherePosix = process.platform === 'win32' ? it.skip : it

wherePosix('goes on after a write that closes the database, and says so in one line', async () => {
  const local = startWithFilesUpTo(24_000)
  try {
    const url = await untilPrinted(local, /http:\/\/127\.0\.0\.1:\d+\//)
    const warned = untilPrinted(local, /azmon local cannot write to .*File too large.*\n/, 'stderr')
    let isWarned = false
    void warned.then(() => {
      isWarned = true
    })
    for (let n = 0; n < 100 && !isWarned; n++) await post(url, 500)
    await warned

    expect((await fetch(url)).status).toBe(200)
    expect((await post(url, 1)).status).toBe(200)
  } finally {
    local.kill('SIGKILL')
  }
})

// --- helpers ---

function mayMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' })
    return process.platform === 'linux' && process.getuid?.() === 0
  } catch {
    return false
  }
}

function mount(options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory])
}

/** Returns how many rows are kept when the first append fails. */
async function fill(store: DuckDbStore): Promise<number> {
  for (let rows = 0; ; rows += 500) {
    const isKept = await store.append(megabyte()).then(
      () => true,
      () => false,
    )
    if (!isKept) return rows
  }
}

/** A program with a local Application Insights, in a shell that lets no file grow further. */
function startWithFilesUpTo(kilobytes: number): ChildProcess {
  const program = `require(process.argv[1]).startLocal({ port: 0, data: process.argv[2] }).then(({ url }) => console.log(url))`
  const script = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$@"`
  const built = join(__dirname, '../../dist')
  const args = [process.execPath, '-e', program, built, join(directory, 'telemetry.duckdb')]
  return spawn('bash', ['-c', script, 'bash', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function untilPrinted(
  child: ChildProcess,
  text: RegExp,
  output: 'stdout' | 'stderr' = 'stdout',
): Promise<string> {
  let printed = ''
  for await (const chunk of child[output] ?? []) {
    printed += chunk
    const [match] = text.exec(printed) ?? []
    if (match !== undefined) return match
  }
  throw new Error(`Ended without printing ${text}: ${printed}`)
}

function post(url: string, count: number): Promise<Response> {
  return postEnvelopes(
    url,
    Array.from({ length: count }, () => aMessage(randomBytes(1_000).toString('hex'))),
  )
}
