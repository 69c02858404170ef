/**
 * Parses JSON and returns integers that a number cannot hold exactly as strings, such as `9007199254740993`. JSON.parse would
 * round them.
 */
export function parseExactly(json: string): unknown {
  return JSON.parse(json.replace(stringsAndLongIntegers, quoteUnsafe))
}

// --- helpers ---

/** Matches whole strings, so that digits inside them are skipped, and integers of 16 and more digits. */
const stringsAndLongIntegers = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g

function quoteUnsafe(match: string): string {
  return match.startsWith('"') || Number.isSafeInteger(Number(match)) ? match : `"${match}"`
}
