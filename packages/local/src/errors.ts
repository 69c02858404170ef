export type LocalErrorCode =
  | 'AZMON_LOCAL_OPTION'
  | 'AZMON_LOCAL_PORT_IN_USE'
  | 'AZMON_LOCAL_LISTEN'
  | 'AZMON_LOCAL_NO_DUCKDB'
  | 'AZMON_LOCAL_DATA'
  | 'AZMON_LOCAL_STATE'
  | 'AZMON_LOCAL_COUNTS_TIMEOUT'
  | 'AZMON_LOCAL_ROW_TIMEOUT'
  | 'AZMON_LOCAL_QUERY_TIMEOUT'
  | 'AZMON_LOCAL_QUERY_FAILED'
  | 'AZMON_LOCAL_SOURCE_UNREACHABLE'
  | 'AZMON_LOCAL_SOURCE_ACCESS'
  | 'AZMON_LOCAL_SOURCE_UNKNOWN'
  | 'AZMON_LOCAL_SOURCE_BUSY'
  | 'AZMON_LOCAL_EXPORT'
  | 'AZMON_LOCAL_IMPORT_FILE'
  | 'AZMON_LOCAL_IMPORT_STORE'
  | 'AZMON_LOCAL_CLOSED'

/**
 * The class of all errors that `@azmon/local` throws. Match on `code`; the message says
 * what is wrong, where, and how to fix it.
 */
export class LocalError extends Error {
  override readonly name = 'LocalError'
  readonly code: LocalErrorCode

  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Returns the first line of another library's error message. */
export function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0] ?? ''
}

/** Returns the code of a Node error, such as EADDRINUSE. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
