import { scanJson } from './scan-json'

export type ParsedItem =
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'unparsable' | 'too-long' | 'too-complex' }

/** @see https://learn.microsoft.com/azure/azure-monitor/service-limits#application-insights */
export const MAX_ITEM_BYTES = 65_536

/** An exception with parsed stacks has a depth of 8, and 5 values per frame. */
export const MAX_ITEM_DEPTH = 64
export const MAX_ITEM_VALUES = 8_192

export interface ItemLimits {
  readonly maxBytes: number
  readonly maxDepth: number
  readonly maxValues: number
}

const LIMITS: ItemLimits = { maxBytes: MAX_ITEM_BYTES, maxDepth: MAX_ITEM_DEPTH, maxValues: MAX_ITEM_VALUES }

/** Parses an item after checking its length, depth and number of values. */
export function parseItem(text: string, limits = LIMITS): ParsedItem {
  if (isTooLong(text, limits)) return { kind: 'too-long' }
  if (isTooComplex(text, limits)) return { kind: 'too-complex' }
  try {
    return { kind: 'parsed', value: JSON.parse(text) }
  } catch {
    return { kind: 'unparsable' }
  }
}

export function isTooLong(text: string, { maxBytes } = LIMITS): boolean {
  const { length } = text
  return length > maxBytes || (length * MAX_BYTES_PER_CHARACTER > maxBytes && Buffer.byteLength(text) > maxBytes)
}

const MAX_BYTES_PER_CHARACTER = 3

/** Counts commas and opening brackets: every value in an object or array, except the first, follows a comma. */
function isTooComplex(text: string, { maxDepth, maxValues }: ItemLimits): boolean {
  // Most items are this short and have few brackets, and counting those is much faster than a scan.
  if (text.length <= maxValues && countOf('{', text) + countOf('[', text) <= maxDepth) return false
  let values = 0
  let isTooDeep = false
  scanJson(text, (character, _, depth) => {
    if (character !== ']' && character !== '}') values++
    isTooDeep ||= depth > maxDepth
    return !isTooDeep && values <= maxValues
  })
  return isTooDeep || values > maxValues
}

function countOf(character: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count++
  return count
}
