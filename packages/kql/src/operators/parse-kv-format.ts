import { literalPattern, noneOf } from '../regular-expression'
import { joinSql, type Sql, sql, stringLiteral } from '../sql/sql'

/**
 * How keys and values are separated: by delimiters, by a regular expression, or by all characters except letters and digits.
 */
export interface KvFormat {
  readonly pair: string | undefined
  readonly between: string | undefined
  readonly regex: string | undefined
  /** Quotes of one character, or of an opening and a closing one. */
  readonly quotes: readonly string[]
  readonly escapes: readonly string[]
  /** Whether a value extends to the next key. */
  readonly isGreedy: boolean
}

/** Returns all pairs of a string as a list of structs, or undefined if each key is searched for separately. */
export function keyValuePairs(format: KvFormat, text: Sql): Sql | undefined {
  if (format.regex !== undefined) {
    const group = (number: number) => sql`regexp_extract_all(${text}, ${stringLiteral(format.regex!)}, ${number})`
    return sql`list_transform(range(1, len(${group(1)}) + 1), i -> {'k': trim(${group(1)}[i]), 'v': trim(${group(2)}[i])})`
  }
  if (format.pair === undefined) return undefined
  const quoted = format.quotes.map((quote) => quotedPattern(quote, format.escapes))
  const key = [...quoted, `(${noneOf([PAIR, BETWEEN])}*?)`].join('|')
  const value = [...quoted, `(${noneOf([PAIR])}*)`].join('|')
  const blanks = format.pair.trim() === '' ? `[\\s${PAIR}]*` : '\\s*'
  const pattern = stringLiteral(`(?s)${blanks}(?:${key})${blanks}${BETWEEN}${blanks}(?:${value})`)
  const groups = [...groupNames('k', quoted), ...groupNames('v', quoted)]
  const found = sql`regexp_extract_all(${delimited(format, text)}, ${pattern})`
  const parts = sql`list_transform(${found}, m -> regexp_extract(m, ${pattern}, [${joinSql(groups.map(stringLiteral))}]))`
  const whole = (letter: 'k' | 'v') => restored(format, unquoted(sql`p`, letter, format))
  return sql`list_transform(${parts}, p -> {'k': ${whole('k')}, 'v': ${whole('v')}})`
}

/** Returns the SQL for the first value of a key, from the pairs or from the string. It is null if there is none. */
export function keyValue(format: KvFormat, source: Sql): (key: string) => Sql {
  if (format.regex !== undefined || format.pair !== undefined)
    return (key) => sql`list_filter(${source}, p -> p.k = ${stringLiteral(key)})[1].v`
  const openings = format.quotes.map((quote) => quote[0]!)
  const untilQuote = `[^\\p{L}\\p{N}${openings.map(literalPattern).join('')}]*`
  const quoted = format.quotes.map((quote) => quotedPattern(quote, format.escapes))
  const value = [...quoted.map((one) => `${untilQuote}${one}`), '[^\\p{L}\\p{N}]+([\\p{L}\\p{N}]+)'].join('|')
  return (key) => {
    const word = literalPattern(key)
    const names = format.quotes.map((quote) => `${literalPattern(quote[0]!)}${word}${literalPattern(closing(quote))}`)
    const pattern = stringLiteral(`(?s)(?:^|[^\\p{L}\\p{N}])(?:${[...names, word].join('|')})(?:${value})`)
    const groups = joinSql(groupNames('v', quoted).map(stringLiteral))
    return unquoted(sql`regexp_extract(${source}, ${pattern}, [${groups}])`, 'v', format)
  }
}

// --- helpers, in order of use ---

/** Characters that replace the delimiters, which may be longer than one character. */
const PAIR = '\uE000'
const BETWEEN = '\uE001'

/** The pattern of a quoted string, with a group for the text between the quotes. */
function quotedPattern(quote: string, escapes: readonly string[]): string {
  const escaped = escapes.map((character) => `${literalPattern(character)}.|`).join('')
  const end = closing(quote)
  return `${literalPattern(quote[0]!)}((?:${escaped}${noneOf([end, ...escapes])})*)${literalPattern(end)}`
}

function closing(quote: string): string {
  return quote[1] ?? quote[0]!
}

/** A group for each kind of quotes, and one without quotes. */
function groupNames(letter: 'k' | 'v', quoted: readonly string[]): readonly string[] {
  return [...quoted.map((_, index) => `${letter}${index}`), letter]
}

/** Replaces each delimiter with one character. If values are greedy, only those next to a key are delimiters. */
function delimited({ pair, between, isGreedy }: KvFormat, text: Sql): Sql {
  const replaced =
    pair!.length >= between!.length
      ? replace(replace(text, pair!, PAIR), between!, BETWEEN)
      : replace(replace(text, between!, BETWEEN), pair!, PAIR)
  if (!isGreedy) return replaced
  const beforeKey = stringLiteral(`(?:^|${PAIR})(${noneOf([PAIR, BETWEEN])}+)${BETWEEN}`)
  const marked = sql`regexp_replace(${replaced}, ${beforeKey}, ${stringLiteral('\uE002\\1\uE003')}, 'g')`
  return replace(replace(restored({ pair, between }, marked), '\uE002', PAIR), '\uE003', BETWEEN)
}

/** Restores the delimiters that are part of a value. */
function restored({ pair, between }: Pick<KvFormat, 'pair' | 'between'>, text: Sql): Sql {
  return replace(replace(text, PAIR, pair!), BETWEEN, between!)
}

function replace(text: Sql, part: string, by: string): Sql {
  return sql`replace(${text}, ${stringLiteral(part)}, ${stringLiteral(by)})`
}

/** Joins the groups of a key or value: all but one are empty. */
function unquoted(match: Sql, letter: 'k' | 'v', { quotes, escapes }: KvFormat): Sql {
  const field = letter === 'k' ? sql`${match}.k` : sql`${match}.v`
  const plain = sql`trim(${field}, ' \t\r\n')`
  return quotes.reduce<Sql>((all, _, index) => sql`${all} || ${unescaped(sql`${field}${index}`, escapes)}`, plain)
}

function unescaped(text: Sql, escapes: readonly string[]): Sql {
  return escapes.reduce<Sql>(
    (all, character) =>
      sql`regexp_replace(${all}, ${stringLiteral(`(?s)${literalPattern(character)}(.)`)}, '\\1', 'g')`,
    text,
  )
}
