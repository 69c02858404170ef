import { SpanStatusCode } from '@opentelemetry/api'

/** What the application says of a span counts; else a status of HTTP below 400, where there is one. */
export function isSuccess(status: SpanStatusCode, httpStatus: string | undefined): boolean {
  if (status !== SpanStatusCode.UNSET) return status === SpanStatusCode.OK
  return httpStatus === undefined || (Number(httpStatus) > 0 && Number(httpStatus) < 400)
}

/** Of a row whose span has no other: as gRPC has them, where 2 is an error that nobody has named. */
export function plainCode(status: SpanStatusCode): string {
  return status === SpanStatusCode.ERROR ? '2' : '0'
}
