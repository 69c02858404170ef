import { scanJson } from './scan-json'

export type ParsedItem =
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'unparsable' | 'too-long' | 'too-complex' }

/** @see https://learn.microsoft.com/azure/azure-monitor/service-limits#application-insights */
export const MAX_ITEM_BYTES = 65_536

/** An exception with parsed stacks has a depth of 8, and 5 values per frame. */
export const MAX_ITEM_DEPTH = 64
export const MAX_ITEM_VALUES = 8_192

/** Parses an item after checking its length, depth and number of values. */
export function parseItem(text: string): ParsedItem {
  if (isTooLong(text)) return { kind: 'too-long' }
  if (isTooComplex(text)) return { kind: 'too-complex' }
  try {
    return { kind: 'parsed', value: JSON.parse(text) }
  } catch {
    return { kind: 'unparsable' }
  }
}

export function isTooLong(text: string): boolean {
  const { length } = text
  return (
    length > MAX_ITEM_BYTES ||
    (length * MAX_BYTES_PER_CHARACTER > MAX_ITEM_BYTES && Buffer.byteLength(text) > MAX_ITEM_BYTES)
  )
}

const MAX_BYTES_PER_CHARACTER = 3

/** Counts commas and opening brackets: every value in an object or array, except the first, follows a comma. */
function isTooComplex(text: string): boolean {
  // Most items are this short and have few brackets, and counting those is much faster than a scan.
  if (text.length <= MAX_ITEM_VALUES && countOf('{', text) + countOf('[', text) <= MAX_ITEM_DEPTH) return false
  let values = 0
  let isTooDeep = false
  scanJson(text, (character, _, depth) => {
    if (character !== ']' && character !== '}') values++
    isTooDeep ||= depth > MAX_ITEM_DEPTH
    return !isTooDeep && values <= MAX_ITEM_VALUES
  })
  return isTooDeep || values > MAX_ITEM_VALUES
}

function countOf(character: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count++
  return count
}
