import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as duckDb from '@duckdb/node-api'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { DuckDbStore } from '../../src/store/duckdb-store'
import { aMessage, postEnvelopes } from '../an-envelope'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azmon-killed-'))
})

afterEach(() => rm(directory, { recursive: true }))

const ROUNDS = 8
const SENDERS = 4
const ITEMS_PER_BODY = 500

it('keeps every acknowledged item through kills at random moments of ingestion', async () => {
  const path = join(directory, 'telemetry.duckdb')
  const acknowledged = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const local = spawn(process.execPath, ['-e', PROGRAM, join(__dirname, '../../dist'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const url = await firstLine(local)
    const exited = once(local, 'exit')
    setTimeout(() => local.kill('SIGKILL'), 300 + Math.random() * 3_000)
    await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(url, `${round}-${sender}`, acknowledged)))
    await exited

    const missing = new Set(acknowledged)
    for (const message of await storedMessages(path)) missing.delete(message)
    expect([...missing]).toEqual([])
  }
  // Enough for several checkpoints.
  expect(acknowledged.size).toBeGreaterThan(20_000)
})

// --- helpers, in order of use ---

const PROGRAM =
  'require(process.argv[1]).startLocal({ port: 0, data: process.argv[2] }).then(({ url }) => console.log(url))'

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  const [chunk] = await once(stdout!, 'data')
  return String(chunk).trim()
}

/** Sends bodies until the process is killed, and adds the messages of each one that was accepted. */
async function send(url: string, name: string, acknowledged: Set<string>): Promise<void> {
  for (let body = 0; ; body++) {
    const messages = Array.from({ length: ITEMS_PER_BODY }, (_, n) => `${name}-${body}-${n} ${'x'.repeat(n)}`)
    try {
      const response = await postEnvelopes(
        url,
        messages.map((message) => aMessage(message)),
      )
      if (response.status === 200) for (const message of messages) acknowledged.add(message)
    } catch {
      return
    }
  }
}

async function storedMessages(path: string): Promise<readonly string[]> {
  const limits = { maxRows: 1e9, maxBytes: 1e12, maxAgeMs: 1e15 }
  const store = await DuckDbStore.open(duckDb, { path, limits, warn: () => undefined })
  const rows = await store.query('SELECT message FROM traces')
  await store.close()
  return rows.map((row) => String(row['message']))
}
