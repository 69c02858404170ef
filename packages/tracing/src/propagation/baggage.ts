import {
  type Baggage,
  type BaggageEntry,
  baggageEntryMetadataFromString,
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api'
import { headersOf } from './header'

const BAGGAGE = 'baggage'

/** @see https://www.w3.org/TR/baggage/#limits */
const MAX_MEMBERS = 180
const MAX_BYTES = 8_192

/** Reads and writes the `baggage` header. @see https://www.w3.org/TR/baggage/ */
export class BaggagePropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const members = propagation.getBaggage(context)?.getAllEntries().flatMap(writeMember) ?? []
    const header = joinWithinLimit(members)
    if (header !== '') setter.set(carrier, BAGGAGE, header)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const entries = readMembers(headersOf(carrier, BAGGAGE, getter).join(',').split(',', MAX_MEMBERS))
    return entries.length === 0 ? context : propagation.setBaggage(context, baggageOf(entries))
  }

  fields(): string[] {
    return [BAGGAGE]
  }
}

// --- helpers, in order of use ---

function writeMember([key, { value, metadata }]: readonly [string, BaggageEntry]): readonly string[] {
  const properties = metadata !== undefined && HEADER_SAFE.test(String(metadata)) ? `;${metadata}` : ''
  try {
    return [`${encodeURIComponent(key)}=${encodeURIComponent(value)}${properties}`]
  } catch {
    return [] // a lone surrogate, which cannot be encoded in UTF-8
  }
}

/** Node rejects headers that contain any other character. */
const HEADER_SAFE = /^[\t\x20-\x7e\x80-\xff]*$/

function joinWithinLimit(members: readonly string[]): string {
  let header = ''
  for (const member of members.slice(0, MAX_MEMBERS)) {
    const longer = header === '' ? member : `${header},${member}`
    if (longer.length <= MAX_BYTES) header = longer
  }
  return header
}

type Entry = readonly [string, BaggageEntry]

/** Skips members that cannot be decoded. Stops after several of these, because each one costs an exception. */
function readMembers(members: readonly string[]): readonly Entry[] {
  const entries: Entry[] = []
  let malformed = 0
  for (const member of members) {
    if (malformed === MAX_MALFORMED) break
    try {
      entries.push(...readMember(member))
    } catch {
      malformed++ // a percent sign that is not followed by two hexadecimal digits
    }
  }
  return entries
}

const MAX_MALFORMED = 8

/** @throws URIError if the member cannot be decoded. */
function readMember(member: string): readonly Entry[] {
  const [pair, metadata] = splitAt(member, member.indexOf(';'))
  const at = pair.indexOf('=')
  const key = decodeURIComponent(pair.slice(0, at).trim())
  const value = decodeURIComponent(pair.slice(at + 1).trim())
  if (at <= 0 || key === '') return []
  return [[key, metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) }]]
}

function splitAt(member: string, index: number): readonly [before: string, after: string] {
  return index === -1 ? [member, ''] : [member.slice(0, index), member.slice(index + 1).trim()]
}

function baggageOf(entries: readonly Entry[]): Baggage {
  return propagation.createBaggage(Object.fromEntries(entries))
}
