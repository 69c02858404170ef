import { SpanStatusCode } from '@opentelemetry/api'

/**
 * Returns whether the span succeeded. The span's own status decides if it is set, else the HTTP status: below 400 is a success.
 * A span with neither is a success.
 */
export function isSuccess(status: SpanStatusCode, httpStatus: string | undefined): boolean {
  if (status !== SpanStatusCode.UNSET) return status === SpanStatusCode.OK
  return httpStatus === undefined || (Number(httpStatus) > 0 && Number(httpStatus) < 400)
}

/** The result code of every span without a status code. Alerts on calls without a response filter on it. */
export const NO_CODE = '0'
