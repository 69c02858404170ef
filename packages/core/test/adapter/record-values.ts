import fc from 'fast-check'

/** How many random records the fast path is compared with mapping for. PLAIN_RUNS=80000 takes some minutes. */
export const PLAIN_RUNS = Number(process.env['PLAIN_RUNS'] ?? 4_000)

const text = fc.string({ unit: 'grapheme', maxLength: 20 })

const secrets = fc.constantFrom(
  'token=abc',
  'https://user:pass@host/?sig=1',
  '//app:secret@queue',
  '/?token=1&page=2',
  'Authorization: Bearer abc',
  'Server=db;Password=secret',
  '{"password":"a"}',
  'at 10:30, a=b',
)

/** Around every limit. */
const longStrings = fc
  .tuple(
    fc.constantFrom('x', 'é', '"', '\\', '\n', '😀', 'ab ', 'a:b '),
    fc.constantFrom(149, 151, 1_025, 4_097, 8_191, 8_192, 8_193, 32_769, 66_000),
  )
  .map(([unit, length]) => unit.repeat(length).slice(0, length))

export const recordStrings = fc.oneof(
  { weight: 12, arbitrary: text },
  { weight: 3, arbitrary: secrets },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'password', 'Cookie', 'session', 'null', 'n/a', '\u007f\u2028', '\ud83d'),
  },
  { weight: 1, arbitrary: longStrings },
)

export const recordNames = fc.oneof(
  { weight: 8, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  { weight: 4, arbitrary: fc.constantFrom('id', 'total', 'items', 'ctx', 'req', 'res', 'url', 'method', 'count') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('password', 'apiKey', 'hasToken', 'authorization', 'cookies', 'auth', 'sig'),
  },
  { weight: 2, arbitrary: fc.constantFrom('headers', 'rawHeaders', 'trailers', 'value', 'value', 'name', 'key') },
  { weight: 1, arbitrary: fc.constantFrom('raw', '_events', 'config', 'status', 'data', 'transformRequest', 'toJSON') },
  { weight: 1, arbitrary: fc.constantFrom('', '…', '5', '10', '01', '-1', 'constructor', 'prototype', '__proto__') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('toString', 'a"b', 'a\\b', 'ü', '漢', '\ud800', 'k'.repeat(150), 'k'.repeat(151)),
  },
)

const numbers = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(-0, 0, 1e21, -1e21, 1e-7, 0.1 + 0.2, 1e300, 2 ** 53, 123_456_789_012_345_680),
)

const scalars = fc.oneof(
  { weight: 5, arbitrary: recordStrings },
  { weight: 3, arbitrary: numbers },
  fc.boolean(),
  fc.constant(null),
)

/** What JSON can say, with everything that redaction and limits look for. */
export const jsonValues = fc.letrec<{ value: unknown; list: unknown[]; fields: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: scalars },
    { weight: 2, arbitrary: tie('fields') },
    { weight: 1, arbitrary: tie('list') },
  ),
  list: fc.oneof(
    { weight: 3, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    fc.array(numbers, { maxLength: 40 }),
    fc.array(fc.tuple(recordNames, recordStrings), { maxLength: 3 }),
    fc.array(fc.tuple(recordNames, recordStrings), { maxLength: 3 }).map((pairs) => pairs.flat()),
    fc.array(fc.record({ name: recordNames, value: tie('value') }, { noNullPrototype: true }), { maxLength: 2 }),
  ),
  fields: fc.array(fc.tuple(recordNames, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
})).value

/** Deeper and wider than is written. */
export const hugeValues = fc.oneof(
  fc.integer({ min: 6, max: 11 }).map((depth) => nested(depth, (inner) => ({ inner }))),
  fc.integer({ min: 6, max: 11 }).map((depth) => nested(depth, (inner) => [inner])),
  fc.integer({ min: 990, max: 1_010 }).map((length) => Array.from({ length }, (_, index) => index)),
  fc.integer({ min: 330, max: 340 }).map((length) => Array.from({ length }, () => ({ a: 1, b: '"' }))),
  fc
    .integer({ min: 990, max: 1_010 })
    .map((size) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`k${i}`, i]))),
  fc.integer({ min: 6, max: 10 }).map((size) => Array.from({ length: size }, () => 'x'.repeat(8_000))),
)

class Order {
  readonly id = 5
}

class JsonDate extends Date {
  override toJSON() {
    return 'mine'
  }
}

class JsonList extends Array<unknown> {
  toJSON(key: string) {
    return key
  }
}

const withJson = (toJSON: (this: object) => unknown) => ({ id: 7, toJSON })

const errors = fc
  .tuple(
    recordStrings,
    fc.constantFrom(Error, RangeError, TypeError),
    fc.option(scalars),
    fc.array(fc.tuple(recordNames, scalars), { maxLength: 2 }),
  )
  .map(([message, Class, cause, own]) => {
    // A string is the message of a cause, and a number is the cause of a cause.
    const outer = typeof cause === 'number' ? new Error('outer', { cause }) : cause
    const options = cause === null ? {} : { cause: typeof cause === 'string' ? new Error(cause) : outer }
    return Object.assign(new Class(message, options), Object.fromEntries(own))
  })

/** What only a program can say. */
export const programValues = fc.oneof(
  fc.constantFrom<unknown>(undefined, Number.NaN, Number.POSITIVE_INFINITY, 10n, Symbol('s'), () => {}),
  fc.constantFrom<unknown>(
    new Date(0),
    new Date(Number.NaN),
    new Map([['a', 1]]),
    new Set([1]),
    /x/,
    new URL('http://a/'),
  ),
  fc.constantFrom<unknown>(
    new Order(),
    Buffer.from('x'),
    Object.create(null),
    [new Date(0), 'a'],
    [undefined, 1],
    cyclic(),
  ),
  fc.constantFrom<unknown>(
    { a: undefined, at: new Date(1), list: [() => {}] },
    { name: new Date(0), value: 'x' },
    throwing(),
  ),
  fc.constantFrom<unknown>(
    new JsonDate(0),
    JsonList.from([1, 2]),
    withJson(() => undefined),
    withJson(function () {
      return this
    }),
    [withJson(() => 5)],
    Object.assign(new Date(0), { toJSON: () => 'own' }),
  ),
  fc.constantFrom<unknown>(
    new Headers({ cookie: 'a=1', accept: '*/*' }),
    new URLSearchParams('token=abc&page=2'),
    new Response(null, { status: 404 }),
    new AbortController().signal,
    new Blob(['x']),
    Promise.resolve(),
    Object('boxed'),
  ),
  errors,
  fc.record({ inner: errors, at: fc.date({ noInvalidDate: false }) }, { noNullPrototype: true }),
)

// --- helpers, in order of use ---

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  return depth === 0 ? 'x' : wrap(nested(depth - 1, wrap))
}

function cyclic(): object {
  const outer: Record<string, unknown> = { a: 1 }
  outer['self'] = outer
  return { outer, list: [outer] }
}

function throwing(): object {
  return Object.defineProperty({ a: 1 }, 'late', {
    enumerable: true,
    get: () => {
      throw new Error('no')
    },
  })
}
