/** Returns at most so many characters, and an empty string for null. */
export function firstCharacters(text: string | null, maxLength: number): string {
  return text === null || text.length <= maxLength ? (text ?? '') : `${text.slice(0, maxLength - 1)}…`
}
