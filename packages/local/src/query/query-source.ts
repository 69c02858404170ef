import type { KqlValue, KqlWarning, QueryParameters, Render, ResultColumn, TimeRange } from '@azmon/kql'

export interface QueryRequest {
  /** The query in KQL. */
  readonly text: string
  /** Only rows of this time. @default all */
  readonly timeRange?: TimeRange | undefined
  /** The values of the parameters that the query declares with `declare query_parameters`. */
  readonly parameters?: QueryParameters | undefined
  /** Settings such as those of `set` statements in the query, which override these. */
  readonly settings?: ReadonlyMap<string, string> | undefined
  /** The query may lower it with `set truncationmaxrecords = 100;`. @default 10_000 */
  readonly maxRows?: number | undefined
  /** Stops reading rows after about this many bytes of values. The query may lower it with `set truncationmaxsize`. @default 67_108_864 (64 MiB) */
  readonly maxBytes?: number | undefined
  /** The time after which to stop, in milliseconds. @default 30_000 */
  readonly timeoutMs?: number | undefined
  /** Stops the query, for example if its client has gone. */
  readonly signal?: AbortSignal | undefined
}

export interface QueryResult {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly KqlValue[])[]
  /** Whether there are more rows than `maxRows` and `maxBytes` allow. */
  readonly isTruncated: boolean
  /** Whether the query orders its rows. False if the source does not say. */
  readonly isSorted: boolean
  readonly render: Render | undefined
  readonly warnings: readonly KqlWarning[]
  readonly elapsedMs: number
}

/** Answers queries. The page and all commands ask one of these, and know nothing else of where the rows are. */
export interface QuerySource {
  /** The name to show, such as `Application Insights 1234…`. Contains no secret. */
  readonly name: string
  /**
   * @throws KqlError if the query is wrong, and LocalError if it is right but has no result: `AZMON_LOCAL_QUERY_TIMEOUT` or
   * `AZMON_LOCAL_QUERY_FAILED`; from a remote source also `AZMON_LOCAL_SOURCE_UNREACHABLE`, `AZMON_LOCAL_SOURCE_ACCESS`,
   * `AZMON_LOCAL_SOURCE_UNKNOWN` or `AZMON_LOCAL_SOURCE_BUSY`.
   */
  query(request: QueryRequest): Promise<QueryResult>
}

export const DEFAULT_MAX_ROWS = 10_000
export const DEFAULT_TIMEOUT_MS = 30_000
