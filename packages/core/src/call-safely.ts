/**
 * Calls a function of the application and ignores its result. A throw or a rejection is passed to `onFailure`, or
 * ignored without one.
 */
export function callSafely(call: () => unknown, onFailure: (error: unknown) => void = () => {}): void {
  try {
    const result = call()
    if (isThenable(result)) result.then(undefined, onFailure)
  } catch (error) {
    onFailure(error)
  }
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
