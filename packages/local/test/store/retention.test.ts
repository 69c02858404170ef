import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as duckDb from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DuckDbStore } from '../../src/store/duckdb-store'

const MEGABYTE = 1_048_576

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'azmon-retention-'))
})

afterEach(() => rm(directory, { recursive: true }))

describe.each(['memory', 'file'])('a store in a %s', (place) => {
  const open = (maxRows: number, maxBytes: number) =>
    DuckDbStore.open(duckDb, {
      path: place === 'memory' ? ':memory:' : join(directory, 'telemetry.duckdb'),
      limits: { maxRows, maxBytes },
      warn: (line) => {
        throw new Error(line)
      },
    })

  it('drops the oldest rows beyond maxRows', async () => {
    const store = await open(1_000, 1_000 * MEGABYTE)
    await store.append([{ table: 'requests', row: { id: 'the only one' } }])
    for (let n = 0; n < 40; n++) await store.append(traces(n, 100, 10))

    const { traces: rows, requests } = await store.counts()
    expect(rows).toBeLessThanOrEqual(1_000)
    expect(rows).toBeGreaterThanOrEqual(500)
    expect(requests).toBe(1)
    const batches = (await store.newest('traces', rows)).map((row) => Number(row.operation_Id))
    expect(batches[0]).toBe(39)
    expect(batches.at(-1)).toBe(39 - Math.floor((rows - 1) / 100))
    await store.close()
  })

  it('does not grow beyond maxBytes', async () => {
    const store = await open(1_000_000, 8 * MEGABYTE)
    for (let n = 0; n < 20; n++) await store.append(traces(n, 1_000, 2_000))

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
