/** A string in JSON. */
export function jsonString(string: string): string {
  return isBare(string) ? `"${string}"` : JSON.stringify(string)
}

/** A string in JSON that is within a JSON string itself. */
export function nestedJsonString(string: string): string {
  return isBare(string) ? `\\"${string}\\"` : escaped(JSON.stringify(string))
}

/** A text as it stands between the quotes of a JSON string. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** The text that `escaped` has been made of. */
export function unescaped(text: string): string {
  return JSON.parse(`"${text}"`)
}

// --- helpers, in order of use ---

function isBare(string: string): boolean {
  return !NEEDS_ESCAPES.test(string)
}

/** Quotes, backslashes, control characters and halves of pairs. */
const NEEDS_ESCAPES = /["\\\p{Cc}\p{Cs}]/u
