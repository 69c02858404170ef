import { TelemetryError } from '../errors'

/** Describes why a request failed. Prefers the error's code, because a message may quote an endpoint or a proxy. */
export function describeFailure(error: unknown): string {
  if (error instanceof TelemetryError) return error.message
  const { name, code } = Object(error) as { readonly name?: unknown; readonly code?: unknown }
  if (name === 'TimeoutError') return 'no response in time'
  if (typeof code === 'string') return code
  return typeof name === 'string' ? name : 'the request failed'
}
