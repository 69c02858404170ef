/** Returns the number of columns that printable text takes on a terminal. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

/** Returns text that takes at most `columns`, with `…` in place of what was cut. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let cut = ''
  let left = columns - 1
  for (const character of text) {
    left -= widthOf(character)
    if (left < 0) break
    cut += character
  }
  return `${cut}…`
}

// --- helpers ---

const NARROW = /^[\x20-\x7e]*$/
const COMBINING = /^[\p{Mn}\p{Me}\p{Cf}]$/u

/**
 * Characters of two columns: Hangul, CJK with its punctuation, full-width forms and emoji.
 * @see https://www.unicode.org/reports/tr11/
 */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u

function widthOf(character: string): number {
  if (COMBINING.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}
