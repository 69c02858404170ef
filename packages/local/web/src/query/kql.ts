// Builds KQL from values of users and telemetry. Nothing else may put such a value into a query.

/** Returns a string literal: `"a \"quoted\" word"`. */
export function literal(text: string): string {
  const escaped = text.replace(/[\\"]|[^\P{C}]/gu, (character) => ESCAPES[character] ?? unicodeEscape(character))
  return `"${escaped}"`
}

/** Returns the name of a column, quoted if necessary: `name`, `['odd name']`. */
export function columnName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `[${literal(name)}]`
}

/** Returns an expression for the value of a custom dimension as a string: `tostring(customDimensions["card.brand"])`. */
export function property(name: string): string {
  return `tostring(customDimensions[${literal(name)}])`
}

/** Returns a literal of a moment: `datetime(2026-11-29T14:32:07.892Z)`. */
export function moment(ms: number): string {
  return `datetime(${new Date(ms).toISOString()})`
}

/** Returns `column in ("a", "b")`, or `column == "a"` for a single value. */
export function isOneOf(expression: string, values: readonly string[]): string {
  const [first = '', ...others] = values
  if (others.length === 0) return `${expression} == ${literal(first)}`
  return `${expression} in (${values.map(literal).join(', ')})`
}

/** Returns `not(…)` around a condition. */
export function not(condition: string): string {
  return `not(${condition})`
}

// --- helpers ---

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Control characters and lone surrogates. Characters beyond the basic plane that need an escape get two. */
function unicodeEscape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
}
