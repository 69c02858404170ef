/** Returns the string as JSON. */
export function jsonString(string: string): string {
  return isBare(string) ? `"${string}"` : JSON.stringify(string)
}

/** Returns the string as JSON that is nested in a JSON string. */
export function nestedJsonString(string: string): string {
  return isBare(string) ? `\\"${string}\\"` : escaped(JSON.stringify(string))
}

/** Returns the characters between the quotes of a JSON string. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** Reverses `escaped`. */
export function unescaped(text: string): string {
  return JSON.parse(`"${text}"`)
}

// --- helpers, in order of use ---

function isBare(string: string): boolean {
  return !NEEDS_ESCAPES.test(string)
}

/** Matches quotes, backslashes, control characters and lone surrogates. */
const NEEDS_ESCAPES = /["\\\p{Cc}\p{Cs}]/u
