import { setTimeout as pause } from 'node:timers/promises'
import { queryMs } from './query-api'
import type { RunningServer } from './running-server'
import { type Body, ITEMS_PER_BODY } from './telemetry'

/** Figures of a server that takes telemetry while it answers queries. */
export interface IngestFigures {
  readonly itemsPerSecond: number
  /** The CPU time of the server, including that of the queries. */
  readonly cpuMicrosPerItem: number
  readonly peakRssBytes: number
  readonly postMaxMs: number
  readonly queryMedianMs: number
  readonly queryMaxMs: number
}

/** As many as a few busy programs would use. */
const CONNECTIONS = 8

const QUERY_EVERY_MS = 500

/** Posts all bodies as fast as the server accepts them, while it is queried twice a second. */
export async function measureIngest(
  server: RunningServer,
  bodies: readonly Body[],
  queries: readonly string[],
): Promise<IngestFigures> {
  const before = await server.usage()
  const startedMs = performance.now()
  const ended = new AbortController()
  const querying = queryUntil(ended.signal, server.url, queries)
  const waiting = bodies.values()
  const postsMs = await Promise.all(Array.from({ length: CONNECTIONS }, () => postAll(server.url, waiting)))
  const elapsedMs = performance.now() - startedMs
  ended.abort()
  const queriesMs = await querying
  const after = await server.usage()
  const items = bodies.length * ITEMS_PER_BODY
  return {
    itemsPerSecond: items / (elapsedMs / 1000),
    cpuMicrosPerItem: (after.cpuMicros - before.cpuMicros) / items,
    peakRssBytes: after.peakRssBytes,
    postMaxMs: Math.max(...postsMs.flat()),
    queryMedianMs: queriesMs.toSorted((a, b) => a - b)[queriesMs.length >> 1] ?? Number.NaN,
    queryMaxMs: Math.max(...queriesMs),
  }
}

// --- helpers, in order of use ---

async function queryUntil(signal: AbortSignal, url: string, queries: readonly string[]): Promise<readonly number[]> {
  const times: number[] = []
  for (let number = 0; !signal.aborted; number++) {
    times.push(await queryMs(url, queries[number % queries.length]!))
    await pause(QUERY_EVERY_MS)
  }
  return times
}

async function postAll(url: string, bodies: Iterator<Body>): Promise<readonly number[]> {
  const times: number[] = []
  for (let next = bodies.next(); !next.done; next = bodies.next()) times.push(await postMs(url, next.value))
  return times
}

/** Posts a body until it is accepted, as clients do. */
async function postMs(url: string, { gzipped }: Body): Promise<number> {
  const startedMs = performance.now()
  const response = await fetch(new URL('v2.1/track', url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-json-stream', 'content-encoding': 'gzip' },
    body: new Uint8Array(gzipped),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`The items were answered with ${response.status}: ${text.slice(0, 300)}`)
  return performance.now() - startedMs
}
