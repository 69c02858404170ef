/** What `read` returns; undefined where it throws, as what asks the system does when file descriptors have run out. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
