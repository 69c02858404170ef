/**
 * Returns whether a message with this content type is one of gRPC. Its status is not that of HTTP, so it is not tracked as HTTP:
 * OpenTelemetry's instrumentation of `@grpc/grpc-js` makes its rows.
 */
export function isGrpc(contentType: unknown): boolean {
  return /^application\/grpc(?!-web)/i.test(String(contentType))
}
