import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalOptions } from '@azmon/local'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type IngestFigures, measureIngest } from './ingest'
import { type PageQuery, pageQueries } from './queries'
import { queryMs } from './query-api'
import { RunningServer } from './running-server'
import { type Body, ITEMS_PER_BODY, makeBodies } from './telemetry'

const ITEMS = 1_000_000

/** The rows that the store may hold while it drops old ones, as a share of all items. */
export const MAX_ROWS_SHARE = 0.25

/** The time of a page's query through the query API, and of SQL by hand on the same file. */
export interface SearchFigures {
  readonly query: PageQuery
  readonly apiMs: number
  readonly handMs: number
}

export interface LocalFigures {
  readonly items: number
  readonly ingest: Readonly<Record<'memory' | 'file' | 'dropping', IngestFigures>>
  readonly searches: readonly SearchFigures[]
}

/** Ingests the telemetry in memory and into a file while queries run, then measures each query on the file. */
export async function measureLocal(rounds: number, items = ITEMS): Promise<LocalFigures> {
  console.error('making the telemetry')
  const bodies = await makeBodies(Math.ceil(items / ITEMS_PER_BODY))
  const queries = pageQueries(bodies[bodies.length >> 1]!.operationId)
  const directory = await mkdtemp(join(tmpdir(), 'azmon-bench-'))
  try {
    const data = join(directory, 'telemetry.duckdb')
    console.error('ingestion in memory')
    const memory = await ingest({}, bodies, queries)
    console.error('ingestion into a file')
    const file = await ingest({ data }, bodies, queries)
    console.error('ingestion while old rows are dropped')
    const dropping = await ingest({ maxRows: Math.ceil(items * MAX_ROWS_SHARE) }, bodies, queries)
    const apiMs = await throughApi(data, queries, rounds)
    const handMs = await byHand(data, queries, rounds)
    return {
      items,
      ingest: { memory, file, dropping },
      searches: queries.map((query, index) => ({ query, apiMs: apiMs[index]!, handMs: handMs[index]! })),
    }
  } finally {
    await rm(directory, { recursive: true })
  }
}

// --- helpers, in order of use ---

async function ingest(
  options: LocalOptions,
  bodies: readonly Body[],
  queries: readonly PageQuery[],
): Promise<IngestFigures> {
  const server = await RunningServer.start(options)
  const figures = await measureIngest(
    server,
    bodies,
    queries.map(({ kql }) => kql),
  )
  await server.close()
  return figures
}

async function throughApi(data: string, queries: readonly PageQuery[], rounds: number): Promise<readonly number[]> {
  const server = await RunningServer.start({ data })
  const medians = await mediansOf(queries, rounds, ({ kql }) => queryMs(server.url, kql))
  await server.close()
  return medians
}

/** Uses as many threads as the server. */
async function byHand(data: string, queries: readonly PageQuery[], rounds: number): Promise<readonly number[]> {
  const instance = await DuckDBInstance.create(data, { access_mode: 'READ_ONLY', threads: '2' })
  const connection = await instance.connect()
  const medians = await mediansOf(queries, rounds, ({ sql }) => sqlMs(connection, sql))
  connection.closeSync()
  instance.closeSync()
  return medians
}

async function mediansOf(
  queries: readonly PageQuery[],
  rounds: number,
  measure: (query: PageQuery) => Promise<number>,
): Promise<readonly number[]> {
  const medians: number[] = []
  for (const query of queries) {
    console.error(query.title)
    await measure(query) // warms up: the first run reads the file
    const times: number[] = []
    for (let round = 0; round < rounds; round++) times.push(await measure(query))
    medians.push(times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN)
  }
  return medians
}

async function sqlMs(connection: DuckDBConnection, sql: string): Promise<number> {
  const startedMs = performance.now()
  await connection.runAndReadAll(sql)
  return performance.now() - startedMs
}
