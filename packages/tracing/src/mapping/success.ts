import { SpanStatusCode } from '@opentelemetry/api'

/**
 * Returns whether the span succeeded. The span's own status counts if it is set, else an HTTP status below 400. A span with
 * neither is a success.
 */
export function isSuccess(status: SpanStatusCode, httpStatus: string | undefined): boolean {
  if (status !== SpanStatusCode.UNSET) return status === SpanStatusCode.OK
  return httpStatus === undefined || (Number(httpStatus) > 0 && Number(httpStatus) < 400)
}

/** Returns the result code for a span that has none: gRPC's 0 (OK) or 2 (unknown error). */
export function grpcCode(status: SpanStatusCode): string {
  return status === SpanStatusCode.ERROR ? '2' : '0'
}
