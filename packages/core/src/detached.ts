/**
 * Returns a copy of a string that may be kept for long: a slice of a longer string would keep all of it in memory. V8 interns the
 * copy because it is a key of an object, so looking up a field by it is fast.
 */
export function detached(text: string): string {
  return Object.keys({ [text]: true })[0] ?? ''
}
