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

/** What the application hands on from process to process. @see https://www.w3.org/TR/baggage/ */
export class BaggagePropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const members = propagation.getBaggage(context)?.getAllEntries().flatMap(writeMember) ?? []
    const header = asManyAsFit(members)
    if (header !== '') setter.set(carrier, BAGGAGE, header)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const members = headersOf(carrier, BAGGAGE, getter).flatMap((header) => header.split(','))
    const entries = members.slice(0, MAX_MEMBERS).flatMap(readMember)
    return entries.length === 0 ? context : propagation.setBaggage(context, baggageOf(entries))
  }

  fields(): string[] {
    return [BAGGAGE]
  }
}

// --- helpers, in order of use ---

function writeMember([key, { value, metadata }]: readonly [string, BaggageEntry]): readonly string[] {
  const properties = metadata === undefined ? '' : `;${metadata}`
  try {
    return [`${encodeURIComponent(key)}=${encodeURIComponent(value)}${properties}`]
  } catch {
    return [] // half of a surrogate pair, which no encoding has
  }
}

function asManyAsFit(members: readonly string[]): string {
  let header = ''
  for (const member of members.slice(0, MAX_MEMBERS)) {
    const longer = header === '' ? member : `${header},${member}`
    if (longer.length <= MAX_BYTES) header = longer
  }
  return header
}

function readMember(member: string): readonly (readonly [string, BaggageEntry])[] {
  const [pair = '', ...properties] = member.split(';')
  const at = pair.indexOf('=')
  const [key, value] = [decoded(pair.slice(0, at).trim()), decoded(pair.slice(at + 1).trim())]
  if (at <= 0 || key === undefined || key === '' || value === undefined) return []
  const metadata = properties.join(';').trim()
  return [[key, metadata === '' ? { value } : { value, metadata: baggageEntryMetadataFromString(metadata) }]]
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined // a percent sign that encodes nothing
  }
}

function baggageOf(entries: readonly (readonly [string, BaggageEntry])[]): Baggage {
  return propagation.createBaggage(Object.fromEntries(entries))
}
