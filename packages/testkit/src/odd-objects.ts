/** Functions that create objects of many kinds, all containing the string. Some objects throw when they are read. */
export const ODD_OBJECTS: readonly ((string: string) => unknown)[] = [
  (string) => new Error(string),
  (string) => new AggregateError([new Error(string), string, null], string, { cause: new TypeError(string) }),
  (string) => Object.assign(errorOf(string), { name: string, stack: string, code: string, cause: string }),
  (string) => Object.defineProperty(errorOf(string), 'stack', { get: fail }),
  (string) => Object.defineProperty(errorOf(string), 'message', { get: fail }),
  (string) => ({ type: string, message: string, stack: `${string}\n    at ${string}:1:1` }),
  (string) => ({ [string]: string, toString: fail, toJSON: fail, [Symbol.toPrimitive]: fail }),
  (string) => ({ toJSON: () => ({ toJSON: () => string }) }),
  (string) => Object.defineProperty({}, string, { get: fail, enumerable: true }),
  (string) => Object.assign(Object.create(null), { [string]: string }),
  (string) => new String(string),
  (string) =>
    new Map<unknown, unknown>([
      [string, 1],
      [Symbol(string), {}],
    ]),
  (string) => new Set([string, [string]]),
  (string) => Buffer.from(string),
  (string) => new TextEncoder().encode(string).buffer,
  (string) => new Float64Array(string.length),
  () => new Array(4_096),
  (string) => [...string],
  (string) => nested(string, 3_000),
  (string) => circular(string),
  (string) => new Date(string),
  (string) => ({ headers: { authorization: string }, rawHeaders: ['Cookie', string], _events: {}, url: string }),
  (string) => (URL.canParse(string) ? new URL(string) : URL),
  () => new Date(Number.NaN),
  () => new Proxy({}, TRAPS),
  () => new Proxy([], TRAPS),
  () => new Proxy(() => {}, TRAPS),
  () => revoked(),
  () => Promise.resolve(),
  () => new WeakMap(),
  () => globalThis,
  () => fail,
  () => class {},
  () => /a/g,
]

type Entries = readonly (readonly [key: string, value: unknown])[]

/**
 * Functions that create objects from the same entries: with and without a prototype, arrays,
 * errors, and inherited, frozen and throwing ones.
 */
export const SHAPES: readonly ((entries: Entries) => object)[] = [
  ...Array.from({ length: 6 }, () => (entries: Entries) => Object.fromEntries(entries)),
  (entries) => Object.assign(Object.create(null), Object.fromEntries(entries)),
  (entries) => Object.defineProperties(errorOf('a'), Object.getOwnPropertyDescriptors(Object.fromEntries(entries))),
  (entries) => entries.map(([, value]) => value),
  (entries) => Object.create(Object.fromEntries(entries)),
  (entries) => Object.freeze(Object.fromEntries(entries)),
  (entries) =>
    Object.defineProperties({}, Object.fromEntries(entries.map(([key]) => [key, { get: fail, enumerable: true }]))),
]

// --- helpers ---

function fail(): never {
  throw new Error('must not be read')
}

const TRAPS = new Proxy({}, { get: () => fail })

/**
 * Creates an error whose stack is already formatted. Jest formats a stack when it is
 * first read, and fails for unusual messages.
 */
function errorOf(message: string): Error {
  const error = new Error(message)
  return Object.assign(error, { stack: error.stack })
}

function nested(string: string, depth: number): object {
  let value: object = { string }
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}

function circular(string: string): object {
  const value: Record<string, unknown> = { string }
  value['self'] = [value]
  return value
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
