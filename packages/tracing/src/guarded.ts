/**
 * Runs what may be the application's, or touches what is: a mistake in there costs `otherwise`, and nothing of the
 * application's own work.
 */
export function guarded<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise
  }
}
