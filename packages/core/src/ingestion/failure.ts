import { TelemetryError } from '../errors'

/** undici parses responses in WebAssembly, which needs about 10 GB of address space, though hardly any memory. */
export const NO_WEBASSEMBLY = 'WebAssembly cannot start'

export const CURE_WEBASSEMBLY =
  'Raise the limit of the address space (ulimit -v) to 12,000,000 or remove it, and start Node without --jitless.'

/** Describes why a request failed. Prefers the error's code, because a message may quote an endpoint or a proxy. */
export function describeFailure(error: unknown): string {
  if (error instanceof TelemetryError) return error.message
  const { name, code, message } = Object(error) as Partial<Readonly<Record<'name' | 'code' | 'message', unknown>>>
  if (name === 'TimeoutError') return 'no response in time'
  if (typeof code === 'string') return code
  if (/^(Range|Reference)Error$/.test(String(name)) && /WebAssembly/.test(String(message))) return NO_WEBASSEMBLY
  return typeof name === 'string' ? name : 'the request failed'
}
