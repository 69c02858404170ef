/**
 * Calls `take` with the fields of a line, each with its value in JSON, until it returns false. True where that was all of
 * the line: one object of texts, numbers, booleans and nulls, written as `JSON.stringify` writes them. It knows no escapes:
 * there must be none.
 */
export function eachPlainField(line: string, take: (name: string, json: string) => boolean): boolean {
  if (line.charCodeAt(0) !== OPENING) return false
  let start = 1
  while (line.charCodeAt(start) === QUOTE) {
    const colon = line.indexOf('"', start + 1) + 1
    if (line.charCodeAt(colon) !== COLON) return false
    const end = endOfValue(line, colon + 1)
    const json = line.slice(colon + 1, end)
    if (!isPlain(json) || !take(line.slice(start + 1, colon - 1), json)) return false
    if (line.charCodeAt(end) === CLOSING) return end === line.length - 1
    if (line.charCodeAt(end) !== COMMA) return false
    start = end + 1
  }
  return false
}

/** Whether it is a text, in JSON. */
export function isQuoted(json: string): boolean {
  return json.charCodeAt(0) === QUOTE
}

/** The text or the number that a plain field has; NaN for true, false and null. */
export function unquoted(json: string): unknown {
  return isQuoted(json) ? json.slice(1, -1) : Number(json)
}

// --- helpers, in order of use ---

const OPENING = 0x7b
const CLOSING = 0x7d
const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c

/** What is behind the value; 0 where a text has no end. */
function endOfValue(line: string, start: number): number {
  if (line.charCodeAt(start) === QUOTE) return line.indexOf('"', start + 1) + 1
  let end = start
  while (end < line.length && line.charCodeAt(end) !== COMMA && line.charCodeAt(end) !== CLOSING) end++
  return end
}

function isPlain(json: string): boolean {
  return isQuoted(json) || NUMBER.test(json) || json === 'true' || json === 'false' || json === 'null'
}

/** Few enough digits that a number, read and written again, has the same ones, and no exponent. */
const NUMBER = /^(?:0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,7})\.\d{0,5}[1-9])$/
