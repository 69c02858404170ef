import type { QueryParameters } from '@azmon/kql'
import { durationMs } from '../../ingest/duration'
import type { QueryRequest } from '../../query/query-source'
import { parseTimespan } from '../timespan'

export type KustoRequest =
  | { readonly kind: 'request'; readonly query: QueryRequest }
  | { readonly kind: 'invalid'; readonly message: string }

/**
 * Reads the body of a request to Azure Data Explorer: `{ db, csl, properties: { Options, Parameters } }`. Every database is the
 * same. The properties may be JSON in a string.
 * @see https://learn.microsoft.com/kusto/api/rest/request
 */
export function readKustoRequest(body: unknown, nowMs: number): KustoRequest {
  if (!isObject(body)) return invalid('The body must be a JSON object.')
  const { csl, properties } = body
  if (typeof csl !== 'string' || csl.trim() === '') return invalid('csl must be a string with a query or a command.')
  const given = typeof properties === 'string' ? parseObject(properties) : (properties ?? {})
  const { Options: options = {}, Parameters: parameters = {} } = isObject(given) ? given : { Options: undefined }
  if (!isObject(given) || !isObject(options) || !isObject(parameters)) {
    return invalid('properties must be an object with the objects Options and Parameters.')
  }
  const { servertimeout, query_datetimescope_from: from, query_datetimescope_to: to } = options
  const timeRange =
    typeof from === 'string' && typeof to === 'string' ? parseTimespan(`${from}/${to}`, nowMs) : undefined
  if (timeRange === undefined && from !== undefined && to !== undefined) {
    return invalid('query_datetimescope_from and query_datetimescope_to must be times in ISO 8601.')
  }
  const timeoutMs = typeof servertimeout === 'string' ? timeoutOf(servertimeout) : undefined
  const settings = new Map(Object.entries(options).flatMap(setting))
  return {
    kind: 'request',
    query: { text: csl, timeRange, timeoutMs, settings, parameters: parameters as QueryParameters },
  }
}

// --- helpers, in order of use ---

/** The service allows one hour. */
const MAX_TIMEOUT_MS = 600_000

function invalid(message: string): KustoRequest {
  return { kind: 'invalid', message }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** No setting has an array or object as its value, which may have no string form. */
function setting([name, value]: [string, unknown]): [string, string][] {
  return typeof value === 'object' ? [] : [[name, String(value)]]
}

function parseObject(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** Returns the milliseconds of `00:01:00.000`. No time at all is no limit of the client. */
function timeoutOf(timespan: string): number | undefined {
  const timeoutMs = durationMs(timespan)
  return timeoutMs === undefined || timeoutMs === 0 ? undefined : Math.min(Math.ceil(timeoutMs), MAX_TIMEOUT_MS)
}
