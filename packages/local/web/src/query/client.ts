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
  /** @default the limit of the API, 500,000 */
  readonly maxRows?: number | undefined
}

/** The chart that a query asks for with `render`, as KQL names its properties: `title`, `xcolumn`, `ycolumns`, `series`, `ymax`. */
export interface Render {
  readonly kind: string
  readonly properties: Readonly<Record<string, string>>
}

/** A query that runs, but probably does not do what was intended. About the characters from `start` until before `end`. */
export interface QueryWarning {
  readonly message: string
  readonly start: number
  readonly end: number
}

/** A result with everything that the server says about it. */
export interface QueryResult extends QueryTable {
  readonly elapsedMs: number
  /** Whether there are more rows than were asked for. */
  readonly isTruncated: boolean
  readonly render: Render | undefined
  readonly warnings: readonly QueryWarning[]
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
export async function runQuery(query: string, options?: QueryOptions): Promise<QueryTable> {
  return runForResult(query, options)
}

/** Runs a query as `runQuery` does, and returns also its chart and warnings. Integers beyond 2^53 are strings. */
export async function runForResult(query: string, options: QueryOptions = {}): Promise<QueryResult> {
  const response = await send(query, options)
  const body = parseBody(await response.text().catch(() => ''))
  options.signal?.throwIfAborted()
  if (!response.ok || body?.tables === undefined) throw errorOf(response, body)
  const { columns, rows } = body.tables[0] ?? { columns: [], rows: [] }
  const { elapsedMs = 0, isTruncated = false, render, warnings = [] } = body.azmon ?? {}
  return { columns, rows, elapsedMs, isTruncated, render: render ?? undefined, warnings }
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
  readonly azmon?: Partial<Omit<QueryResult, keyof QueryTable | 'render'>> & { readonly render?: Render | null }
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

async function send(query: string, { signal, timespan, maxRows }: QueryOptions): Promise<Response> {
  const preferences = ['include-azmon=true', ...(maxRows === undefined ? [] : [`max-rows=${maxRows}`])]
  running++
  try {
    return await fetch('/v1/apps/local/query', {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: preferences.join(',') },
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

/** Reads integers that a number cannot hold exactly as strings. Few bodies have one, and reading them is much slower. */
function parseBody(json: string): ApiBody | undefined {
  try {
    return JSON.parse(json, LARGE_INTEGER.test(json) ? exactly : undefined) as ApiBody
  } catch {
    return undefined
  }
}

const LARGE_INTEGER = /[[,]-?\d{16,}[\],]/

/** A reviver. Browsers that do not tell the text of a number round it. */
function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
  return isRounded ? context!.source : value
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
