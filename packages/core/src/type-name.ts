/** Returns the type of a value for an error message, with its article: "a string", "an object". */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
