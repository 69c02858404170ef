import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applicationInsightsSchema } from '@azmon/kql'
import * as duckDb from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DuckDbStore, type DuckDbStoreOptions } from '../../src/store/duckdb-store'
import { openStore } from '../../src/store/open-store'
import { storeContract } from './store-contract'

let directory: string

function optionsOf(path: string, options: Partial<DuckDbStoreOptions> = {}): DuckDbStoreOptions {
  return { path, limits: { maxRows: 1_000_000, maxBytes: 1e9, maxAgeMs: 1e15 }, warn: () => undefined, ...options }
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azmon-local-'))
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

describe('a store in memory', () => {
  storeContract(it, () => openStore(optionsOf(':memory:')))
})

it('uses a private temporary directory and removes it', async () => {
  const store = await DuckDbStore.open(duckDb, optionsOf(':memory:'))
  const [row] = await store.query("SELECT current_setting('temp_directory') AS path")
  const path = String(row?.['path'])
  expect(path.startsWith(join(tmpdir(), `azmon-local-${process.pid}-`))).toBe(true)
  expect((await stat(path)).isDirectory()).toBe(true)
  await store.close()
  await expect(stat(path)).rejects.toThrow('ENOENT')
})

describe('a store in a file', () => {
  storeContract(it, () => openStore(optionsOf(join(directory, 'telemetry.duckdb'))))

  it('keeps its rows when it is opened again', async () => {
    const path = join(directory, 'telemetry.duckdb')
    const first = await openStore(optionsOf(path))
    await first.append([{ table: 'traces', row: { message: 'kept' } }])
    await first.close()

    const second = await openStore(optionsOf(path))
    expect((await second.newest('traces', 1))[0]?.message).toBe('kept')
    await second.close()
  })

  ;(process.platform === 'win32' ? it.skip : it)('lets only its owner read the file and its log', async () => {
    const path = join(directory, 'telemetry.duckdb')
    const modes = () => Promise.all([path, `${path}.wal`].map(async (file) => (await stat(file)).mode & 0o777))
    const store = await openStore(optionsOf(path))
    expect(await modes()).toEqual([0o600, 0o600])
    // Long enough for a checkpoint, which creates a new log.
    const rows = Array.from(
      { length: 1_000 },
      (_, n) => ({ table: 'traces', row: { message: `${n}`.repeat(6_000) } }) as const,
    )
    await store.append(rows)
    await store.append(rows.slice(0, 1))
    expect((await stat(path)).size).toBeGreaterThan(100_000)
    expect(await modes()).toEqual([0o600, 0o600])
    await store.close()
  })

  it('rejects a path that it cannot use and names it', async () => {
    const noDatabase = join(directory, 'notes.txt')
    await writeFile(noDatabase, 'not a database '.repeat(1_000))

    for (const path of [noDatabase, join(directory, 'missing', 'telemetry.duckdb')]) {
      await expect(openStore(optionsOf(path))).rejects.toMatchObject({
        code: 'AZMON_LOCAL_DATA',
        message: expect.stringContaining(path),
      })
    }
  })
})

describe('the database', () => {
  let store: DuckDbStore

  beforeEach(async () => {
    store = await DuckDbStore.open(duckDb, optionsOf(':memory:'))
  })

  afterEach(() => store.close())

  it.each([
    ["SELECT * FROM read_csv('/etc/hosts')", 'file system operations are disabled'],
    ["SELECT * FROM '/etc/hosts.csv'", 'file system operations are disabled'],
    ["SELECT * FROM read_text('http://127.0.0.1/')", 'disabled'],
    ["COPY traces TO '/tmp/stolen.csv'", 'file system operations are disabled'],
    ["COPY traces FROM '/etc/hosts'", 'file system operations are disabled'],
    ["EXPORT DATABASE '/tmp/stolen'", 'disabled'],
    ["ATTACH '/tmp/other.duckdb'", 'file system operations are disabled'],
    ['INSTALL httpfs', 'file system operations are disabled'],
    ['LOAD httpfs', 'disabled'],
    ['SET enable_external_access = true', 'locked'],
    ["SET memory_limit = '100GB'", 'locked'],
  ])('rejects %s', async (sql, reason) => {
    await expect(store.query(sql)).rejects.toThrow(reason)
  })

  it('has a view of every table under its workspace names', async () => {
    await store.append([
      {
        table: 'requests',
        row: { id: 'a', success: 'True', itemType: 'request', operation_ParentId: 'p', duration: 5 },
      },
      { table: 'requests', row: { id: 'b', success: 'False' } },
    ])

    expect(await store.query('SELECT "Id", "Success", "Type", "ParentId", "DurationMs" FROM "AppRequests"')).toEqual([
      { Id: 'a', Success: true, Type: 'AppRequests', ParentId: 'p', DurationMs: 5 },
      { Id: 'b', Success: false, Type: 'AppRequests', ParentId: '', DurationMs: null },
    ])
    for (const { workspaceName } of Object.values(applicationInsightsSchema)) {
      await expect(store.query(`SELECT "TimeGenerated" FROM "${workspaceName}"`)).resolves.toBeDefined()
    }
  })

  it('can query dynamic columns', async () => {
    await store.append([{ table: 'traces', row: { customDimensions: { orderId: '42', odd: '\ud800' } } }])

    expect(await store.query(`SELECT "customDimensions"->>'orderId' AS id FROM traces`)).toEqual([{ id: '42' }])
  })
})
