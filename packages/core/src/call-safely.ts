/**
 * Calls an application function and ignores its result. Passes a thrown error or a rejection to `onFailure`, or ignores it
 * if there is no `onFailure`.
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
