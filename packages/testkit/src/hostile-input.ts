import fc from 'fast-check'
import { ODD_OBJECTS, SHAPES } from './odd-objects'

/** The maximum length of an input, so that all inputs can have the same time limit. */
const MAX_CHARACTERS = 16_384

/**
 * Generates strings that resemble valid input: the samples with a few changes; their words and separators in any order,
 * nested, and repeated up to 16 KB; and characters that often cause bugs.
 *
 * @param samples valid inputs, and inputs that once exposed a bug
 */
export function stringsLike(...samples: readonly string[]): fc.Arbitrary<string> {
  const tokens = [...new Set(samples.flatMap((sample) => sample.match(TOKENS) ?? []))]
  const sample = fc.constantFrom(...samples)
  const piece = fc.oneof(
    { arbitrary: fc.constantFrom(...tokens), weight: 6 },
    { arbitrary: fc.constantFrom(...ODD_PIECES), weight: 3 },
    sample,
    fc.integer().map(String),
    fc.string({ maxLength: 8 }),
  )
  const soup = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  const count = fc.oneof(fc.nat(64), fc.nat(MAX_CHARACTERS))
  const repeated = fc.tuple(soup, piece, count, soup).map(([start, one, length, end]) => {
    return start + one.repeat(length / Math.max(1, one.length)) + end
  })
  const nested = fc
    .tuple(soup, fc.constantFrom(...BRACKETS), count, soup)
    .map(([start, [open, close], depth, middle]) => {
      return start + open.repeat(depth / 4) + middle + close.repeat(depth / 4)
    })
  const changed = fc.tuple(sample, fc.array(fc.tuple(fc.nat(999), fc.nat(40), piece), { maxLength: 4 })).map(change)
  return fc
    .oneof({ arbitrary: changed, weight: 4 }, { arbitrary: soup, weight: 2 }, repeated, nested)
    .map((string) => string.slice(0, MAX_CHARACTERS))
}

/** Shortens strings, so that an input may contain a dozen of them. */
export function short(strings: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return strings.map((string) => string.slice(0, MAX_CHARACTERS / 16))
}

/** Generates bytes in the same way as `stringsLike` generates strings. */
export function bytesLike(...samples: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  return stringsLike(...samples.map((sample) => Buffer.from(sample).toString('latin1'))).map((string) =>
    Buffer.from(string, 'latin1'),
  )
}

/** Creates a new value on each call, because fast-check must not read a value with getters that throw. */
export type Make<Value> = () => Value

/** Generates objects with these and other keys, and with values of every kind. Some values throw when they are read. */
export function objectsLike(keys: readonly string[], texts = stringsLike('a')): fc.Arbitrary<Make<object>> {
  const strings = short(texts)
  const key = fc.oneof({ arbitrary: fc.constantFrom(...keys), weight: 4 }, fc.constantFrom(...ODD_KEYS), strings)
  const { object } = fc.letrec<{ value: Make<unknown>; object: Make<object> }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, primitives(strings), oddObjects(strings), tie('object')),
    object: fc
      .tuple(fc.constantFrom(...SHAPES), fc.array(fc.tuple(key, tie('value')), { maxLength: 6 }))
      .map(([shape, entries]) =>
        described(() => shape(entries.map(([name, make]) => [name, make()])), { shape: shape.toString(), entries }),
      ),
  }))
  return object
}

/** Generates values of every kind. Some throw when they are read. */
export function valuesLike(texts = stringsLike('a')): fc.Arbitrary<Make<unknown>> {
  const strings = short(texts)
  return fc.oneof(primitives(strings), oddObjects(strings), objectsLike(['name', 'message'], strings))
}

/** Generates JSON for objects that resemble the samples, and strings that resemble JSON. */
export function jsonLike(...samples: readonly object[]): fc.Arbitrary<string> {
  const keys = [...new Set(samples.flatMap(keysOf))]
  const texts = samples.map((sample) => JSON.stringify(sample))
  const value: fc.Memo<unknown> = fc.memo((depth) => {
    const leaf = fc.oneof(fc.constantFrom(null, true, 0, -1, 1e300), fc.double(), stringsLike(...keys, 'a'))
    if (depth <= 1) return leaf
    return fc.oneof(
      leaf,
      fc.array(value(), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys), value(), { maxKeys: 5 }),
    )
  })
  const merged = fc
    .tuple(fc.constantFrom(...samples), fc.dictionary(fc.constantFrom(...keys), value(3), { maxKeys: 5 }))
    .map(([sample, fields]) => JSON.stringify({ ...sample, ...fields }).slice(0, MAX_CHARACTERS))
  return fc.oneof(merged, stringsLike(...texts))
}

// --- helpers, in order of use ---

/** Matches a whole word, or a single separator. */
const TOKENS = /\w+|\W/gu

const BRACKETS: readonly (readonly [open: string, close: string])[] = [
  ['{"a":', '}'],
  ['[', ']'],
  ['(', ')'],
  ['"', '"'],
  ["'", "'"],
  ['<a>', '</a>'],
]

/**
 * Unpaired surrogates, NUL, a byte order mark, all kinds of line breaks, escapes, and
 * characters whose length changes with case.
 */
const ODD_PIECES = [
  ...['\ud800', '\udc00', '😀', 'é', '\0', '\ufeff', '\u2028', '\x85', '\x1b', '\x7f', '\ufffd', 'İ', 'ﬃ', 'ſ'],
  ...[
    '',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\\',
    '\\u0000',
    '\\ud800',
    '"',
    "'",
    '%',
    '%00',
    '%ff',
    '%zz',
    '+',
    '-',
    '.',
    ',',
    ';',
  ],
  ...[':', '=', '&', '?', '#', '@', '/', '//', '://', '../', '{', '}', '[', ']', '*', '$', '$&', '`', '|', '^', '~'],
  ...['0', '-0', '1e999', 'NaN', 'null', 'true', '__proto__', 'constructor', 'toString'],
]

const ODD_KEYS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'then', 'length', 'name', 'message'],
  '',
  '0',
]

type Change = readonly [at: number, deleted: number, inserted: string]

function change([sample, changes]: readonly [string, readonly Change[]]): string {
  return changes.reduce((string, [place, deleted, inserted]) => {
    const at = place % (string.length + 1)
    return string.slice(0, at) + inserted + string.slice(at + (deleted % 8))
  }, sample)
}

/** Makes fast-check print the parts of a value instead of the function that creates it. */
function described<Value>(make: Make<Value>, parts: unknown): Make<Value> {
  return Object.assign(make, { [fc.toStringMethod]: () => fc.stringify(parts) })
}

function primitives(strings: fc.Arbitrary<string>): fc.Arbitrary<Make<unknown>> {
  const values = fc.oneof(
    { arbitrary: strings, weight: 4 },
    fc.double(),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.constantFrom(undefined, null, true, false, Number.NaN, -0, Number.MAX_VALUE, Symbol('a'), Symbol.iterator),
  )
  return values.map((value) => described(() => value, value))
}

function oddObjects(strings: fc.Arbitrary<string>): fc.Arbitrary<Make<unknown>> {
  return fc
    .tuple(fc.constantFrom(...ODD_OBJECTS), strings)
    .map(([make, string]) => described(() => make(string), [make.toString(), string]))
}

function keysOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(keysOf)
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner]
}
