/** A value in the Distinguished Encoding Rules of ASN.1 (X.690): tag, length, content. */
export type Der = Buffer

export function sequence(...parts: readonly Der[]): Der {
  return encode(0x30, ...parts)
}

export function set(...parts: readonly Der[]): Der {
  return encode(0x31, ...parts)
}

/** A tag whose meaning depends on the place. `constructed` if its content is DER, too. */
export function context(tag: number, content: Buffer, form: 'primitive' | 'constructed' = 'primitive'): Der {
  return encode((form === 'constructed' ? 0xa0 : 0x80) + tag, content)
}

/** A positive integer, big-endian. */
export function integer(bytes: Buffer): Der {
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0
  return encode(0x02, isNegative ? Buffer.of(0) : Buffer.alloc(0), bytes)
}

export function boolean(value: boolean): Der {
  return encode(0x01, Buffer.of(value ? 0xff : 0))
}

export function bitString(bytes: Buffer, unusedBits = 0): Der {
  return encode(0x03, Buffer.of(unusedBits), bytes)
}

export function octetString(bytes: Buffer): Der {
  return encode(0x04, bytes)
}

export function utf8String(text: string): Der {
  return encode(0x0c, Buffer.from(text))
}

/** For years before 2050. */
export function utcTime(timeMs: number): Der {
  const digits = new Date(timeMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return encode(0x17, Buffer.from(digits.slice(2)))
}

export function objectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number)
  return encode(0x06, Buffer.from([first * 40 + second, ...others].flatMap(base128)))
}

// --- helpers, in order of use ---

function encode(tag: number, ...parts: readonly Buffer[]): Der {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content])
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

/** Seven bits a byte; all bytes but the last have the highest bit. */
function base128(value: number): readonly number[] {
  const bytes = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}
