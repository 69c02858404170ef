import { EventEmitter } from 'node:events'
import { getRequestListener } from '@hono/node-server'
import { namesOf, resolveAccess } from './access'
import { CheckList, readChecks } from './checks/check-list'
import { Faults } from './faults/faults'
import { Forward } from './forward/forward'
import { Refusals } from './ingest/refusals'
import { listenOn } from './listen'
import { LiveMetrics } from './live/live-metrics'
import { LiveStreams } from './live/live-streams'
import type { LocalApplicationInsights } from './local-application-insights'
import { type LocalOptions, resolveOptions } from './local-options'
import { RoleOrder } from './page/role-order'
import { EmbeddedSource } from './query/embedded-source'
import type { TableRow } from './rows/row'
import { RunningLocal } from './running-local'
import { createApp } from './server'
import type { LocalStatus } from './status'
import { IN_MEMORY } from './store/duckdb-store'
import { openStore } from './store/open-store'
import { openTlsIdentity } from './tls/tls-identity'
import { Imports } from './transfer/imports'
import type { Arrivals } from './wait'
import { warn } from './warn'

/**
 * Starts a local Application Insights on loopback.
 * Rejects with a `LocalError`: `AZMON_LOCAL_PORT_IN_USE`, `AZMON_LOCAL_LISTEN`, `AZMON_LOCAL_DATA`, `AZMON_LOCAL_NO_DUCKDB`,
 * `AZMON_LOCAL_OPTION` or `AZMON_LOCAL_STATE`.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalApplicationInsights> {
  const resolved = resolveOptions(options)
  const { data, maxRows, maxBytes, maxAgeMs } = resolved
  const access = resolveAccess(resolved, resolved.source !== undefined)
  if (resolved.checks !== undefined) await readChecks(resolved.checks) // an error is shown now, not on the page
  const identifying = openTlsIdentity(namesOf(access), resolved.stateDirectory)
  identifying.catch(() => {}) // awaited below, unless DuckDB fails first
  const store = await openStore({ path: data, limits: { maxRows, maxBytes, maxAgeMs }, warn })
  const arrivals: Arrivals = new EventEmitter()
  arrivals.setMaxListeners(0)
  const refusals = new Refusals()
  const faults = new Faults()
  faults.set(resolved.faults)
  const live = new LiveMetrics()
  const streams = new LiveStreams(live)
  arrivals.once('closed', () => streams.close())
  const embedded = new EmbeddedSource(store)
  const source = resolved.source ?? embedded
  const roles = new RoleOrder(source)
  const onRowsStored = (rows: readonly TableRow[]) => {
    for (const { row } of rows) roles.add(row.cloud_RoleName)
    live.addStored(rows)
    arrivals.emit('rows')
  }
  const imports = new Imports({ store, maxAgeMs, onRowsStored })
  const checks = resolved.checks === undefined ? undefined : new CheckList(resolved.checks, source)
  let forward: Forward | undefined
  let caPath: string | undefined
  const startedAt = new Date().toISOString()
  const status = (): LocalStatus => ({
    source: { name: source.name, isEmbedded: source === embedded },
    rejected: refusals.total,
    faults: faults.active(),
    forward: forward?.status(),
    startedAt,
    data: data === IN_MEMORY ? undefined : data,
    maxRows,
    caPath,
  })
  try {
    forward = resolved.forward === undefined ? undefined : new Forward(resolved.forward, resolved.port, warn)
    const app = createApp({
      store,
      access,
      refusals,
      faults,
      forward,
      onRowsStored,
      roles,
      imports,
      live,
      streams,
      source,
      checks,
      status,
    })
    const onRequest = getRequestListener(app.fetch, { overrideGlobalObjects: false })
    const identity = await identifying
    caPath = identity?.caPath
    const listener = await listenOn(access.host, resolved.port, { onRequest, identity })
    return new RunningLocal({
      listener,
      access,
      identity,
      store,
      arrivals,
      refusals,
      faults,
      imports,
      embedded,
      forward,
      status,
    })
  } catch (error) {
    await forward?.close()
    await store.close()
    throw error
  }
}
