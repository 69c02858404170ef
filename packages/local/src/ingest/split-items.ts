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
  if (text.startsWith('[')) return splitArray(text)
  const single = parse(text)
  return single.kind === 'parsed' ? items([sized(single.value, text)]) : splitLines(text)
}

function splitArray(text: string): SplitBody {
  const array = parse(text)
  if (array.kind !== 'parsed' || !Array.isArray(array.value)) return { kind: 'unparsable' }
  const fits = text.length * MAX_UTF8_BYTES_PER_UNIT <= MAX_ITEM_BYTES
  return items(array.value.map((value: unknown) => (fits ? { kind: 'parsed', value } : sized(value, toJson(value)))))
}

function splitLines(text: string): SplitBody {
  // The limit keeps a body of nothing but line ends from becoming millions of strings.
  const lines = text.split('\n', MAX_ITEMS + 1).filter((line) => line.trim() !== '')
  return items(lines.map((line) => (isTooLong(line) ? { kind: 'too-long' } : parse(line))))
}

const MAX_UTF8_BYTES_PER_UNIT = 3

function items(all: readonly ReceivedItem[]): SplitBody {
  return all.length > MAX_ITEMS ? { kind: 'too-many' } : { kind: 'items', items: all }
}

function parse(text: string): ReceivedItem {
  try {
    return { kind: 'parsed', value: JSON.parse(text) }
  } catch {
    return { kind: 'unparsable' }
  }
}

function sized(value: unknown, json: string | undefined): ReceivedItem {
  return json === undefined || isTooLong(json) ? { kind: 'too-long' } : { kind: 'parsed', value }
}

function isTooLong(json: string): boolean {
  return Buffer.byteLength(json) > MAX_ITEM_BYTES
}

/** Undefined for an item nested so deep that it can be read but not written: no telemetry is. */
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
