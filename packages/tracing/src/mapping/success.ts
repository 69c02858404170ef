import { SpanStatusCode } from '@opentelemetry/api'

/**
 * Returns whether the span succeeded. The span's own status counts if it is set, else an HTTP status below 400. A span with
 * neither is a success.
 */
export function isSuccess(status: SpanStatusCode, httpStatus: string | undefined): boolean {
  if (status !== SpanStatusCode.UNSET) return status === SpanStatusCode.OK
  return httpStatus === undefined || (Number(httpStatus) > 0 && Number(httpStatus) < 400)
}

/** The result code of a span that has no status code, failed or not. Alerts on calls without a response filter on it. */
export const NO_CODE = '0'
