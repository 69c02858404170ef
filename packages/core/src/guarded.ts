/** Calls what is the application's: neither a throw nor a rejection of it may become ours, or end the process. */
export function guarded(call: () => unknown): void {
  try {
    Promise.resolve(call()).catch(() => {})
  } catch {
    // Its mistake; there is nobody else to tell.
  }
}
