/** Returns whether this is the error of an aborted call. */
export function isAbort(error: unknown): boolean {
  const { name, code } = fieldsOf(error)
  return name === 'AbortError' || CODES_OF_ABORTS.has(code)
}

/**
 * Returns whether the application ended the call with this error, which may be any value that it passes to `abort()`. The
 * errors of undici and HTTP/2 all have a code.
 */
export function isByApplication(error: unknown): boolean {
  return isAbort(error) || typeof fieldsOf(error)['code'] !== 'string'
}

/** Returns the timeout that made a client abort a call: the error itself, or the reason that it names. Else undefined. */
export function timeoutOf(error: unknown): unknown {
  const { cause, config } = fieldsOf(error)
  const { reason } = fieldsOf(fieldsOf(config)['signal']) // axios keeps the reason only there
  return [reason, cause, error].find((candidate) => {
    const { name, code } = fieldsOf(candidate)
    return name === 'TimeoutError' || (typeof code === 'string' && /TIMEDOUT|TIMEOUT|^ECONNABORTED$/.test(code))
  })
}

// --- helpers, in order of use ---

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

const CODES_OF_ABORTS: ReadonlySet<unknown> = new Set([
  'ABORT_ERR',
  'ERR_CANCELED', // axios
  'UND_ERR_ABORTED',
  'UND_ERR_DESTROYED', // the client was destroyed, or closed, by the application
  'UND_ERR_CLOSED',
])
