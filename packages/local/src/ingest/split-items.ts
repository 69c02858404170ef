export type ReceivedItem =
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'unparsable' }
  | { readonly kind: 'too-long' }

export type SplitBody =
  | { readonly kind: 'items'; readonly items: readonly ReceivedItem[] }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'unparsable' }

/** @see https://learn.microsoft.com/azure/azure-monitor/service-limits#application-insights */
export const MAX_ITEMS = 64_000
export const MAX_ITEM_BYTES = 65_536

/** A body is a JSON array, one JSON object, or one JSON object a line. */
export function splitItems(body: string): SplitBody {
  const text = body.trim()
  if (text === '') return { kind: 'unparsable' }
  if (text.startsWith('[')) return items(elementsOf(text, MAX_ITEMS + 1))
  return items(isJson(text) ? [text] : linesOf(text))
}

// --- helpers, in order of use ---

/** An object over many lines is one item; of many objects the first ends where the second is in the way. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function items(texts: readonly string[] | undefined): SplitBody {
  if (texts === undefined) return { kind: 'unparsable' }
  return texts.length > MAX_ITEMS ? { kind: 'too-many' } : { kind: 'items', items: texts.map(received) }
}

/**
 * The texts of the elements of a JSON array, at most `max`; undefined when it is none. Found by counting brackets and
 * not by JSON.parse, which would make millions of objects of a small body before anybody could count them, and for
 * which one bad element is a bad body.
 */
function elementsOf(text: string, max: number): readonly string[] | undefined {
  const elements: string[] = []
  let depth = 0
  let start = 1
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      at = endOfString(text, at)
    } else if (character === '[' || character === '{') {
      depth++
    } else if (character === ']' || character === '}') {
      if (--depth === 0) return at === text.length - 1 ? withLast(elements, text.slice(start, at)) : undefined
    } else if (character === ',' && depth === 1) {
      elements.push(text.slice(start, at))
      if (elements.length === max) return elements
      start = at + 1
    }
  }
  return undefined
}

/** Where the string that begins at `start` ends; past the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}

/** `[]` has no elements, not an empty one. */
function withLast(elements: readonly string[], last: string): readonly string[] {
  return elements.length === 0 && last.trim() === '' ? [] : [...elements, last]
}

function linesOf(text: string): readonly string[] {
  // The limit keeps a body of nothing but line ends from becoming millions of strings.
  return text.split('\n', MAX_ITEMS + 1).filter((line) => line.trim() !== '')
}

function received(text: string): ReceivedItem {
  if (Buffer.byteLength(text) > MAX_ITEM_BYTES) return { kind: 'too-long' }
  try {
    return { kind: 'parsed', value: JSON.parse(text) }
  } catch {
    return { kind: 'unparsable' }
  }
}
