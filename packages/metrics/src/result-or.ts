/** Returns the result of `work`, or `fallback` if it throws. For code that calls or reads what belongs to the application. */
export function resultOr<T>(work: () => T, fallback: T): T {
  try {
    return work()
  } catch {
    return fallback
  }
}
