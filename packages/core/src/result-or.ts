/** Returns the result of `work`, or `fallback` if it throws. For calls to the application's code or reads of its objects. */
export function resultOr<T>(work: () => T, fallback: T): T {
  try {
    return work()
  } catch {
    return fallback
  }
}
