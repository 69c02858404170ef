import { endOfString } from '../../ingest/scan-json'

/**
 * Parses JSON and returns integers that a number cannot hold exactly as strings, such as `9007199254740993`. JSON.parse would
 * round them.
 */
export function parseExactly(json: string): unknown {
  if (!LONG_INTEGER.test(json)) return JSON.parse(json)
  const parts: string[] = []
  for (let at = 0; at < json.length; ) {
    const quote = indexOrEnd(json, at)
    const end = endOfString(json, quote) + 1
    parts.push(json.slice(at, quote).replace(LONG_INTEGERS, quoteUnsafe), json.slice(quote, end))
    at = end
  }
  return JSON.parse(parts.join(''))
}

// --- helpers, in order of use ---

const LONG_INTEGER = /\d{16}/
/** Matches no fractions and exponents. */
const LONG_INTEGERS = /(?<![\w.+-])-?\d{16,}(?![\d.eE])/g

/** Returns the index of the next string, or the length of the text. */
function indexOrEnd(json: string, at: number): number {
  const quote = json.indexOf('"', at)
  return quote === -1 ? json.length : quote
}

function quoteUnsafe(integer: string): string {
  return Number.isSafeInteger(Number(integer)) ? integer : `"${integer}"`
}
