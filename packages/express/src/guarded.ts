/** Runs what may be the application's: a mistake in there costs `otherwise`, and no answer. */
export function guarded<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise
  }
}
