/**
 * Returns whether this is the content type of gRPC. The status of such a call is not its HTTP status, so azmon does not track
 * it: OpenTelemetry's instrumentation of `@grpc/grpc-js` does.
 */
export function isGrpc(contentType: unknown): boolean {
  return /^application\/grpc(?!-web)/i.test(String(contentType))
}
