import type { LocalErrorCode } from '../errors'

export type ErrorStatus = 400 | 403 | 404 | 429 | 502 | 504

/** Returns the HTTP status for a query that has no result. The codes with SOURCE come from another service that was asked. */
export function errorStatus(code: LocalErrorCode): ErrorStatus {
  switch (code) {
    case 'AZMON_LOCAL_QUERY_TIMEOUT':
      return 504
    case 'AZMON_LOCAL_SOURCE_UNREACHABLE':
      return 502
    case 'AZMON_LOCAL_SOURCE_ACCESS':
      return 403
    case 'AZMON_LOCAL_SOURCE_UNKNOWN':
      return 404
    case 'AZMON_LOCAL_SOURCE_BUSY':
      return 429
    default:
      return 400
  }
}
