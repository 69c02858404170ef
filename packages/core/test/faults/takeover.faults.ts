import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { slackMs, startSink } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { TelemetryClient } from '../../src'
import { aFolder } from '../spool/open-file-spool'

/** Much less than a lease of a minute, or a lock of half a minute. */
const MAX_MS = 10_000

const PROGRAM = join(__dirname, 'programs', 'journals-until-killed.cjs')

/** Starts the program as its child, prints its id, and never notices that it ends. */
const BUSY_PARENT = `
  const child = require('node:child_process').spawn(process.execPath, [process.argv[1]], { stdio: 'inherit' })
  require('node:fs').writeSync(1, 'pid ' + child.pid + '\\n')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600_000)`

it.each([
  ['has noticed', [PROGRAM]],
  ...(existsSync('/proc/self/stat') ? [['is too busy to notice', ['-e', BUSY_PARENT, PROGRAM]] as const] : []),
] as const)('the next process takes over everything of a killed leader at once if its parent %s', async (_, args) => {
  const folder = aFolder()
  await using sink = await startSink(() => {})
  sink.respondWith(() => 503)
  const parent = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], CONNECTION: sink.connectionString, STORAGE: folder },
  })
  const killed = new Promise<void>((resolve) => parent.once('exit', () => resolve()))
  const logged = await untilLeading(parent)
  process.kill(logged.pid, 'SIGKILL')
  if (logged.pid === parent.pid) await killed
  sink.respondWith(() => 'accept')

  const startedMs = performance.now()
  const client = new TelemetryClient({ connectionString: sink.connectionString, storagePath: folder })
  while (sink.accepted < logged.records && performance.now() - startedMs < 60_000) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const tookMs = performance.now() - startedMs
  await client.close()
  parent.kill('SIGKILL')
  expect(sink.accepted).toBeGreaterThanOrEqual(logged.records)
  expect(tookMs).toBeLessThan(MAX_MS + (await slackMs()))
})

// --- helpers ---

/** Resolves with the process that logs, and how many records it had logged when it became the leader. */
async function untilLeading(parent: ReturnType<typeof spawn>): Promise<{ pid: number; records: number }> {
  let [pid, records] = [parent.pid ?? 0, 0]
  if (parent.stdout === null) throw new Error('it has no stdout')
  for await (const line of createInterface(parent.stdout)) {
    if (line === 'leads') break
    if (line.startsWith('pid ')) pid = Number(line.slice(4))
    else records = Number(line)
  }
  return { pid, records }
}
