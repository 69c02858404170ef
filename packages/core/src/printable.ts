import { truncate } from './truncate'

/** Longer than any line that azmon prints. */
const MAX_LENGTH = 16_384

/**
 * Makes text from outside safe for a terminal, on one line: replaces characters that control the terminal or the direction of
 * text, and cuts it at `maxLength`. Everything that azmon prints passes through this.
 */
export function printable(text: string, maxLength = MAX_LENGTH): string {
  const cut = truncate(text, maxLength)
  return (cut.length < text.length ? `${cut}…` : cut).replace(UNPRINTABLE, '?')
}

// --- helpers ---

/** C0 and C1 controls except the tab, the separators of lines and paragraphs, and marks that change the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace.
const UNPRINTABLE = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
