import { gzipSync } from 'node:zlib'
import { decodeBody, type WireEnvelope } from '@azmon/testkit'
import { type Body, inflated } from './endpoint'

/** Yields every received item that is one of our records. Libraries also send items about themselves. */
export function* arrivedRecords(bodies: readonly Body[]): Iterable<WireEnvelope> {
  // Bodies are decoded one at a time, because all items of a burst do not fit into memory.
  for (const { bytes, encoding } of bodies) {
    for (const item of decodeBody(bytes, encoding)) {
      if (item.data.baseData.properties?.['recordId'] !== undefined) yield item
    }
  }
}

/** Returns how often each record was received, by record id. */
export function countArrivals(bodies: readonly Body[]): ReadonlyMap<number, number> {
  const timesById = new Map<number, number>()
  for (const { data } of arrivedRecords(bodies)) {
    const id = Number(data.baseData.properties?.['recordId'])
    timesById.set(id, (timesById.get(id) ?? 0) + 1)
  }
  return timesById
}

export function bytesOf(bodies: readonly Body[]): number {
  return bodies.reduce((sum, { bytes }) => sum + bytes.length, 0)
}

/** Returns the size of a sample of these bodies relative to the same content compressed with gzip at level 1. */
export function ratioToGzip(bodies: readonly Body[]): number {
  const step = Math.ceil(bodies.length / SAMPLED_BODIES)
  const sample = bodies.filter((_, at) => at % step === 0)
  const gzipped = sample.reduce((sum, body) => sum + gzipSync(inflated(body), { level: 1 }).length, 0)
  return bytesOf(sample) / gzipped
}

// --- helpers ---

const SAMPLED_BODIES = 10
