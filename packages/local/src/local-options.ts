import type { AccessOptions } from './access'
import { LocalError } from './errors'
import type { Fault } from './faults/fault'
import { toFaults } from './faults/parse-fault'
import type { ForwardOptions } from './forward/forward'
import { openSource } from './query/open-source'
import type { QuerySource } from './query/query-source'
import { IN_MEMORY } from './store/duckdb-store'

export interface LocalOptions extends AccessOptions {
  /** The port to listen on. 0 selects any free port. @default 4380 */
  readonly port?: number | undefined
  /** The path of a DuckDB file that stores the telemetry. @default in memory, lost when the process ends */
  readonly data?: string | undefined
  /** The maximum number of rows in all tables together. Beyond it, the oldest rows are dropped. @default 5_000_000 */
  readonly maxRows?: number | undefined
  /**
   * The maximum size of the telemetry, in memory or in the file. Beyond it, the oldest rows are dropped.
   * @default 536_870_912 (512 MiB)
   */
  readonly maxBytes?: number | undefined
  /**
   * The maximum age of the telemetry, in milliseconds. Older rows are dropped when it starts, and within a minute as telemetry
   * arrives. @default 7_776_000_000 (90 days, as in the service)
   */
  readonly maxAgeMs?: number | undefined
  /**
   * The directory that keeps the certificate for https. @default azmon-local below STATE_DIRECTORY, XDG_STATE_HOME or
   * ~/.local/state (Windows: LOCALAPPDATA), or the temporary directory
   */
  readonly stateDirectory?: string | undefined
  /** How the endpoint misbehaves from the start, such as `['503:10s']`. @default none */
  readonly faults?: readonly (string | Fault)[] | undefined
  /** The path of a JSON file of checks, which `GET /api/checks` evaluates. @default no checks */
  readonly checks?: string | undefined
  /**
   * Who answers the queries of the page and the API: a source, or a string as `openSource` takes it. Then readers need a token,
   * because they use your credential. Telemetry is still stored here. @default the telemetry that is stored here
   */
  readonly source?: string | QuerySource | undefined
  /**
   * The resource to which everything that is accepted is passed on, unchanged except for its key. What
   * cannot be sent waits on disk. @default none
   */
  readonly forward?: string | ForwardOptions | undefined
}

/** The options with their defaults, except those of {@link AccessOptions}. */
export interface ResolvedOptions extends AccessOptions {
  readonly port: number
  readonly data: string
  readonly maxRows: number
  readonly maxBytes: number
  readonly maxAgeMs: number
  readonly stateDirectory: string | undefined
  readonly faults: readonly Fault[]
  readonly checks: string | undefined
  /** Undefined if the telemetry that is stored here answers. */
  readonly source: QuerySource | undefined
  readonly forward: string | ForwardOptions | undefined
}

/** @throws LocalError `AZMON_LOCAL_OPTION` if an option is unknown or invalid. Does not check {@link AccessOptions}. */
export function resolveOptions(options: LocalOptions): ResolvedOptions {
  requireKnown(options)
  const { port = 4380, data = IN_MEMORY, stateDirectory } = options
  const { maxRows = 5_000_000, maxBytes = 512 * 1024 * 1024, maxAgeMs = 90 * DAY_MS } = options
  const faults = toFaults(options.faults ?? [])
  const source = typeof options.source === 'string' ? openSource(options.source) : options.source
  requirePort(port)
  requirePath(data)
  requireLimit('maxRows', maxRows)
  requireLimit('maxBytes', maxBytes)
  requireLimit('maxAgeMs', maxAgeMs)
  requireDirectory(stateDirectory)
  return {
    ...options,
    port,
    data,
    maxRows,
    maxBytes,
    maxAgeMs,
    stateDirectory,
    faults,
    source,
    forward: options.forward,
    checks: options.checks,
  }
}

// --- helpers, in order of use ---

const DAY_MS = 24 * 60 * 60 * 1000

const OPTIONS: readonly string[] = [
  ...['port', 'data', 'maxRows', 'maxBytes', 'maxAgeMs', 'stateDirectory', 'faults', 'source', 'forward', 'checks'],
  ...['host', 'allowHosts', 'instrumentationKeys', 'token'],
]

function requireKnown(options: LocalOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown === undefined) return
  // Loaded for this error only, because the sender takes long to load.
  const { nearestName }: typeof import('@azmon/core/adapter') = require('@azmon/core/adapter')
  const nearest = nearestName(unknown, OPTIONS)
  const advice = nearest === undefined ? `The options are ${OPTIONS.join(', ')}.` : `Did you mean ${nearest}?`
  throw new LocalError('AZMON_LOCAL_OPTION', `${unknown} is not an option. ${advice}`)
}

function requirePort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return
  throw new LocalError('AZMON_LOCAL_OPTION', `port must be a whole number from 0 to 65535, got ${shown(port)}.`)
}

/** Returns a number, or the type of anything else that a caller without types may pass. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : `a ${typeof value}`
}

function requireLimit(name: string, limit: number): void {
  if (Number.isInteger(limit) && limit > 0) return
  throw new LocalError('AZMON_LOCAL_OPTION', `${name} must be a whole number above 0, got ${limit}.`)
}

/** Rejects an empty path, which would be the working directory. */
function requireDirectory(stateDirectory: string | undefined): void {
  if (stateDirectory !== '') return
  throw new LocalError('AZMON_LOCAL_OPTION', 'stateDirectory must be the path of a directory, got an empty string.')
}

/** Rejects an empty path: DuckDB would keep its data in memory, although the caller expects a file. */
function requirePath(data: string): void {
  if (data !== '') return
  throw new LocalError(
    'AZMON_LOCAL_OPTION',
    'data must be the path of a file, got an empty string. Omit it to keep the telemetry in memory.',
  )
}
