import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as duckDb from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { appendRows } from '../../src/store/append-rows'
import { Checkpoints } from '../../src/store/checkpoints'
import { createStatements } from '../../src/store/ddl'
import { DuckDbStore } from '../../src/store/duckdb-store'
import { Retention } from '../../src/store/retention'

const MEGABYTE = 1_048_576

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azmon-retention-'))
})

afterEach(() => rm(directory, { recursive: true }))

describe.each(['memory', 'file'])('a store in a %s', (place) => {
  const open = (maxRows: number, maxBytes: number, maxAgeMs = 1e15) =>
    DuckDbStore.open(duckDb, {
      path: place === 'memory' ? ':memory:' : join(directory, 'telemetry.duckdb'),
      limits: { maxRows, maxBytes, maxAgeMs },
      warn: (line) => {
        throw new Error(line)
      },
    })

  it('drops the oldest rows beyond maxRows', async () => {
    const store = await open(1_000, 1_000 * MEGABYTE)
    await store.append([{ table: 'requests', row: { id: 'the only one' } }])
    for (let n = 0; n < 40; n++) await store.append(traces(n, 100, 10))
    await store.append([]) // written after the rows of the last append have been dropped

    const { traces: rows, requests } = await store.counts()
    expect(rows).toBeLessThanOrEqual(1_000)
    expect(rows).toBeGreaterThanOrEqual(850)
    expect(requests).toBe(1)
    const batches = (await store.newest('traces', rows)).map((row) => Number(row.operation_Id))
    expect(batches[0]).toBe(39)
    expect(batches.at(-1)).toBe(39 - Math.floor((rows - 1) / 100))
    await store.close()
  })

  it('does not grow beyond maxBytes', async () => {
    const store = await open(1_000_000, 8 * MEGABYTE)
    for (let n = 0; n < 20; n++) await store.append(traces(n, 1_000, 2_000))
    await store.append([])

    expect(await bytesOf(store)).toBeLessThan(36 * MEGABYTE)
    expect((await store.newest('traces', 1))[0]?.operation_Id).toBe('19')
    await store.close()
  })

  /** The memory that DuckDB uses, or the size of the file. */
  async function bytesOf(store: DuckDbStore): Promise<number> {
    if (place === 'file') return (await stat(join(directory, 'telemetry.duckdb'))).size
    const [row] = await store.query(
      'SELECT sum(memory_usage_bytes + temporary_storage_bytes)::DOUBLE AS bytes FROM duckdb_memory()',
    )
    return Number(row?.['bytes'])
  }
})

describe('the maximum age', () => {
  const HOUR_MS = 60 * 60 * 1000

  it('applies when a file is opened', async () => {
    const options = { path: join(directory, 'telemetry.duckdb'), warn: () => undefined }
    const limits = { maxRows: 1e6, maxBytes: 1e9 }
    const first = await DuckDbStore.open(duckDb, { ...options, limits: { ...limits, maxAgeMs: 3 * HOUR_MS } })
    await first.append([aTrace('old', Date.now() - 2 * HOUR_MS), aTrace('new', Date.now())])
    await first.close()

    const second = await DuckDbStore.open(duckDb, { ...options, limits: { ...limits, maxAgeMs: HOUR_MS } })
    expect((await second.newest('traces', 9)).map((row) => row.message)).toEqual(['new'])
    await second.close()
  })

  it('applies at most once a minute while rows arrive', async () => {
    const connection = await (await duckDb.DuckDBInstance.create(':memory:')).connect()
    for (const statement of createStatements()) await connection.run(statement)
    const limits = { maxRows: 1e6, maxBytes: 1e9, maxAgeMs: HOUR_MS }
    const checkpoints = new Checkpoints(connection, undefined, limits.maxBytes)
    const retention = new Retention({ connection, file: undefined, limits, checkpoints })
    const messages = async () => (await connection.runAndReadAll('SELECT message FROM traces')).getRowsJS().flat()
    const nowMs = Date.UTC(2026, 0, 2)
    await retention.afterWrite(0, nowMs)
    await appendRows(duckDb, connection, [aTrace('old', nowMs - 2 * HOUR_MS), aTrace('new', nowMs)])

    await retention.afterWrite(2, nowMs + 30_000)
    expect(await messages()).toEqual(['old', 'new'])
    await retention.afterWrite(0, nowMs + 60_000)
    expect(await messages()).toEqual(['new'])
  })
})

function aTrace(message: string, atMs: number) {
  return { table: 'traces', row: { message, timestamp: BigInt(atMs) * 1000n } } as const
}

function traces(batch: number, count: number, messageBytes: number) {
  return Array.from(
    { length: count },
    () =>
      ({
        table: 'traces',
        row: {
          timestamp: BigInt(batch),
          operation_Id: String(batch),
          message: randomBytes(messageBytes / 2).toString('hex'),
        },
      }) as const,
  )
}
