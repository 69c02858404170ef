import { isDeepStrictEqual } from 'node:util'
import { warnOnce } from '../diagnostics/warnings'
import { IngestionClient } from '../ingestion/ingestion-client'
import type { Destination } from '../options/connection-string'
import type { DeliveryOptions } from '../options/resolve'
import { endsWithProcess } from '../shutdown/exit-hooks'
import { diskOf } from '../spool/disk'
import { majorVersion } from '../version'
import { MAX_IN_FLIGHT } from './breaker'
import { Pipeline } from './pipeline'

/** A client's share in the pipeline of its destination. */
export interface PipelineShare {
  readonly pipeline: Pipeline
  /** Releases this share. Releasing the last share closes the pipeline. */
  release(): Promise<void>
}

/**
 * Returns a share in the pipeline of the destination. All clients in a process with the same endpoint, key and storage
 * directory share one queue and one set of connections, even if two copies of this package are loaded. The first client's
 * delivery options apply.
 */
export function sharePipeline(destination: Destination, options: DeliveryOptions): PipelineShare {
  const { ingestionEndpoint, instrumentationKey } = destination
  const key = [majorVersion, ingestionEndpoint, instrumentationKey, JSON.stringify(options.storagePlaces)].join('|')
  const shared = pipelines()
  let entry = shared.get(key)
  if (entry === undefined) {
    entry = open(destination, options)
    shared.set(key, entry)
  } else {
    warnOfDifferences(entry.pipeline.options, options)
  }
  entry.users++
  return { pipeline: entry.pipeline, release: () => leave(key) }
}

// --- helpers, in order of use ---

interface Entry {
  readonly pipeline: Pipeline
  /** Removes the pipeline from the exit hooks. */
  readonly unregister: () => void
  users: number
}

const PIPELINES = Symbol.for('azmon.pipelines')

function pipelines(): Map<string, Entry> {
  const holder = globalThis as { [PIPELINES]?: Map<string, Entry> }
  // Define it as not enumerable, so that printing the global object does not print keys and proxies.
  if (holder[PIPELINES] === undefined) Object.defineProperty(holder, PIPELINES, { value: new Map<string, Entry>() })
  return holder[PIPELINES] as Map<string, Entry>
}

function open(destination: Destination, options: DeliveryOptions): Entry {
  const ingestion = new IngestionClient(destination, options, MAX_IN_FLIGHT)
  const disk = options.durability === 'memory' ? undefined : diskOf(destination, options.storagePlaces)
  const pipeline = new Pipeline(options, ingestion, disk)
  return { pipeline, unregister: endsWithProcess(pipeline.ending), users: 0 }
}

function warnOfDifferences(first: DeliveryOptions, later: DeliveryOptions): void {
  for (const name of Object.keys(first) as (keyof DeliveryOptions)[]) {
    if (isDeepStrictEqual(first[name], later[name])) continue
    // Print no values, because credentials and proxies are secret.
    warnOnce(
      `different ${name}`,
      `${name} was set by the first client of this destination, and a later client's is ignored. Give all clients of one connection string the same ${name}.`,
    )
  }
}

async function leave(key: string): Promise<void> {
  const entry = pipelines().get(key)
  if (entry === undefined || --entry.users > 0) return
  pipelines().delete(key)
  await entry.pipeline.close()
  entry.unregister()
}
