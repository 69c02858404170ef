/** A value of a row as the query API sends it: datetime and timespan as strings, dynamic as a string with JSON. */
export type Value = string | number | boolean | null

export interface Column {
  readonly name: string
  readonly type: string
}

export interface QueryTable {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Value[])[]
}

export interface QueryOptions {
  readonly signal?: AbortSignal | undefined
  /** ISO 8601: a duration such as `PT30M`, or `<start>/<end>`. @default all times */
  readonly timespan?: string | undefined
}

/** Why a query has no result, and where in its text the mistake is. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  readonly code: string
  /** From 1. Undefined if the server did not say where. */
  readonly line: number | undefined
  /** From 1, although the API counts from 0. */
  readonly column: number | undefined
  readonly length: number | undefined

  constructor(message: string, code: string, place: { line?: number; pos?: number; length?: number } = {}) {
    super(message)
    this.code = code
    this.line = place.line
    this.column = place.pos === undefined ? undefined : place.pos + 1
    this.length = place.length
  }
}

/**
 * Runs a KQL query.
 * @throws QueryError if the server rejects it or does not answer, and the reason of the signal if that is aborted.
 */
export async function runQuery(query: string, { signal, timespan }: QueryOptions = {}): Promise<QueryTable> {
  const response = await send(query, timespan, signal)
  const body = (await response.json().catch(() => undefined)) as ApiBody | undefined
  signal?.throwIfAborted()
  if (!response.ok || body?.tables === undefined) throw errorOf(response, body)
  return body.tables[0] ?? { columns: [], rows: [] }
}

/** Runs a query and returns its rows as objects by column name. */
export async function queryRows<T>(query: string, options?: QueryOptions): Promise<readonly T[]> {
  return toObjects<T>(await runQuery(query, options))
}

/** Returns the rows as objects by column name. The caller names the columns of its own query as T. */
export function toObjects<T>({ columns, rows }: QueryTable): readonly T[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])) as T)
}

/** Returns the object in a dynamic value. Empty if it holds none. */
export function dynamicObject(value: Value | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(String(value))
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Whether the server works on a query of this page. What refreshes by itself waits until it is idle. */
export function isQueryRunning(): boolean {
  return running > 0
}

// --- helpers ---

let running = 0

interface ApiBody {
  readonly tables?: readonly QueryTable[]
  readonly error?: ApiError
}

interface ApiError {
  readonly code?: string
  readonly message?: string
  readonly line?: number
  readonly pos?: number
  readonly length?: number
  readonly innererror?: ApiError
}

async function send(query: string, timespan: string | undefined, signal: AbortSignal | undefined): Promise<Response> {
  running++
  try {
    return await fetch('/v1/apps/local/query', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(timespan === undefined ? { query } : { query, timespan }),
      signal: signal ?? null,
    })
  } catch {
    signal?.throwIfAborted()
    throw new QueryError('azmon local does not answer. Is it still running?', 'UNREACHABLE')
  } finally {
    running--
  }
}

function errorOf(response: Response, body: ApiBody | undefined): QueryError {
  const { code, message, ...place } = innermost(body?.error) ?? {}
  const reason = message ?? `azmon local answered ${response.status}.`
  return new QueryError(reason, code ?? String(response.status), place)
}

/** The service nests errors: the innermost one has the reason and its place. */
function innermost(error: ApiError | undefined): ApiError | undefined {
  return error?.innererror === undefined ? error : innermost(error.innererror)
}
