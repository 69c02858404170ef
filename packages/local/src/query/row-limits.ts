export interface RowLimits {
  /** The number of rows to read. */
  readonly maxRows: number
  readonly maxBytes: number
  /** The number of rows that the query asks for. With so many, the result is complete. */
  readonly wantedRows: number
}

/**
 * Lowers the limits of the caller to those in the `set` statements of the query.
 * @see https://learn.microsoft.com/kusto/query/set-statement
 */
export function rowLimits(settings: ReadonlyMap<string, string>, maxRows: number, maxBytes: number): RowLimits {
  const setting = (name: string) => limitOf(settings.get(name))
  const wantedRows = setting('query_take_max_records')
  return {
    maxRows: Math.min(maxRows, setting('truncationmaxrecords'), wantedRows),
    maxBytes: Math.min(maxBytes, setting('truncationmaxsize')),
    wantedRows,
  }
}

// --- helpers ---

function limitOf(text = ''): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY
}
