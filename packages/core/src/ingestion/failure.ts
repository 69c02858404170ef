import { TelemetryError } from '../errors'

/** Why there is no answer: the code where there is one, because a message may quote what an endpoint or a proxy said. */
export function describeFailure(error: unknown): string {
  if (error instanceof TelemetryError) return error.message
  const { name, code } = Object(error) as { readonly name?: unknown; readonly code?: unknown }
  if (name === 'TimeoutError') return 'no answer in time'
  if (typeof code === 'string') return code
  return typeof name === 'string' ? name : 'the request failed'
}
