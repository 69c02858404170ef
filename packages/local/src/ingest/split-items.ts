import { isTooLong, parseItem } from './parse-item'
import { scanJson } from './scan-json'

export type SplitBody =
  | { readonly kind: 'items'; readonly texts: readonly string[] }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'unparsable' }

/** @see https://learn.microsoft.com/azure/azure-monitor/service-limits#application-insights */
export const MAX_ITEMS = 64_000

/** Splits a body into items without parsing them. A body is a JSON array, one JSON object, or one JSON object per line. */
export function splitItems(body: string): SplitBody {
  const text = body.trim()
  if (text === '') return { kind: 'unparsable' }
  const texts = text.startsWith('[') ? elementsOf(text) : isOneItem(text) ? [text] : linesOf(text)
  if (texts === undefined) return { kind: 'unparsable' }
  return texts.length > MAX_ITEMS ? { kind: 'too-many' } : { kind: 'items', texts }
}

// --- helpers, in order of use ---

/**
 * Returns the elements of a JSON array, at most one more than the limit, or undefined if it is not an array. Counts brackets,
 * because JSON.parse rejects the whole body if one element is malformed.
 */
function elementsOf(text: string): readonly string[] | undefined {
  const elements: string[] = []
  let start = 1
  let end = text.length
  scanJson(text, (character, at, depth) => {
    if (depth === 0) end = at
    else if (character === ',' && depth === 1) {
      elements.push(text.slice(start, at))
      start = at + 1
    }
    return depth > 0 && elements.length <= MAX_ITEMS
  })
  if (elements.length > MAX_ITEMS) return elements
  return end === text.length - 1 ? withLast(elements, text.slice(start, end)) : undefined
}

/** Adds the last element, unless the array is empty (`[]`). */
function withLast(elements: readonly string[], last: string): readonly string[] {
  return elements.length === 0 && last.trim() === '' ? [] : [...elements, last]
}

/** Returns whether the body is a single object. With one object per line, the first object ends before the body does. */
function isOneItem(text: string): boolean {
  let end = text.length
  scanJson(text, (_, at, depth) => {
    if (depth === 0) end = at
    return depth > 0
  })
  return end === text.length - 1 && (isTooLong(text) || parseItem(text).kind !== 'unparsable')
}

function linesOf(text: string): readonly string[] {
  // Without the limit, a body of line breaks would become millions of strings.
  return text.split('\n', MAX_ITEMS + 1).filter((line) => line.trim() !== '')
}
