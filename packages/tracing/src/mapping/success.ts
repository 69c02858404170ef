import { SpanStatusCode } from '@opentelemetry/api'

/** The span's own status counts if it is set, else an HTTP status below 400. A span with neither is a success. */
export function isSuccess(status: SpanStatusCode, httpStatus: string | undefined): boolean {
  if (status !== SpanStatusCode.UNSET) return status === SpanStatusCode.OK
  return httpStatus === undefined || (Number(httpStatus) > 0 && Number(httpStatus) < 400)
}

/** The code of a span that has no other: gRPC's 0 (OK) or 2 (unknown error). */
export function grpcCode(status: SpanStatusCode): string {
  return status === SpanStatusCode.ERROR ? '2' : '0'
}
