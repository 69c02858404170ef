/**
 * Calls `take` with the fields of a line of JSON, each with its value in JSON, until it returns false or a value is an object
 * or a list. True where that was all of the line. It knows no escapes in names.
 */
export function eachPlainField(line: string, take: (name: string, json: string) => boolean): boolean {
  if (line.charCodeAt(0) !== OPENING) return false
  let start = 1
  while (line.charCodeAt(start) === QUOTE) {
    const colon = line.indexOf('"', start + 1) + 1
    if (line.charCodeAt(colon) !== COLON) return false
    const end = endOfValue(line, colon + 1)
    if (end === 0 || !take(line.slice(start + 1, colon - 1), line.slice(colon + 1, end))) return false
    if (line.charCodeAt(end) === CLOSING) return end === line.length - 1
    if (line.charCodeAt(end) !== COMMA) return false
    start = end + 1
  }
  return false
}

// --- helpers, in order of use ---

const OPENING = 0x7b
const CLOSING = 0x7d
const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPENING_LIST = 0x5b

/** What is behind the value; 0 where it is an object or a list, or a text without an end. */
function endOfValue(line: string, start: number): number {
  const first = line.charCodeAt(start)
  if (first === QUOTE) return endOfText(line, start)
  if (first === OPENING || first === OPENING_LIST) return 0
  let end = start
  while (end < line.length && line.charCodeAt(end) !== COMMA && line.charCodeAt(end) !== CLOSING) end++
  return end
}

function endOfText(line: string, start: number): number {
  let end = line.indexOf('"', start + 1)
  while (line.charCodeAt(end - 1) === BACKSLASH && isEscaped(line, end)) end = line.indexOf('"', end + 1)
  return end + 1
}

function isEscaped(line: string, at: number): boolean {
  let first = at
  while (line.charCodeAt(first - 1) === BACKSLASH) first--
  return (at - first) % 2 === 1
}
