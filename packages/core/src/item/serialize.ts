import type { BaseType } from '../envelope/contracts'
import type { Envelope } from '../envelope/envelope'
import { type Cuts, limitData, limitTags } from '../envelope/limits'
import type { SeverityLevel } from '../envelope/severity'
import { shrink } from '../envelope/shrink'
import type { Tags } from '../envelope/tags'
import type { SerializedEnvelope } from './item'
import { Pages } from './pages'

/**
 * A row of `traces` whose strings an adapter has serialized already. They are copied into the item unchanged, so they must be
 * valid JSON, within every limit, and without secrets.
 */
export interface PreserializedTrace {
  /** ISO-8601, not quoted: nothing in it needs an escape. */
  readonly time: string
  readonly tags: Tags | undefined
  readonly severityLevel: SeverityLevel
  /** A JSON string, not empty. */
  readonly message: string
  /** A JSON object of strings. */
  readonly properties: string
}

export type Serialization =
  | {
      readonly kind: 'serialized'
      readonly item: SerializedEnvelope
      readonly baseType: BaseType
      readonly cuts: Cuts
    }
  | { readonly kind: 'too-large' }

/** The smaller of the two limits that the service publishes for one item. */
export const MAX_ITEM_BYTES = 64_000

/** Envelope -> bytes, for one client: what is the same in all its items is written once. */
export class EnvelopeSerializer {
  /** Up to the tags. */
  readonly #key: string
  readonly #tags: Tags
  readonly #tagsJson: string
  readonly #pages = new Pages()

  constructor(instrumentationKey: string, tags: Tags) {
    this.#key = `,"iKey":"${instrumentationKey}","tags":`
    this.#tags = limitTags(tags, { truncated: 0, measurementsDropped: 0 })
    this.#tagsJson = JSON.stringify(this.#tags)
  }

  /** Applies every limit to `envelope` in place, then writes it. */
  serialize(envelope: Envelope): Serialization {
    const cuts: Cuts = { truncated: 0, measurementsDropped: 0 }
    limitData(envelope.data, cuts)
    if (envelope.tags !== undefined) envelope.tags = limitTags(envelope.tags, cuts)
    let json = this.#write(envelope)
    let bytes = Buffer.byteLength(json)
    while (bytes > MAX_ITEM_BYTES) {
      if (!shrink(envelope.data, 1 - MAX_ITEM_BYTES / bytes)) return { kind: 'too-large' }
      cuts.truncated++
      json = this.#write(envelope)
      bytes = Buffer.byteLength(json)
    }
    const { baseData } = envelope.data
    const severityLevel = 'severityLevel' in baseData ? baseData.severityLevel : undefined
    const item = this.#pages.itemOf(json, bytes, severityLevel)
    return { kind: 'serialized', item, baseType: envelope.data.baseType, cuts }
  }

  /** The same for a trace whose strings are serialized: only limits of its tags and of its size are left to apply. */
  serializePreserialized({ time, tags, severityLevel, message, properties }: PreserializedTrace): Serialization {
    const cuts: Cuts = { truncated: 0, measurementsDropped: 0 }
    const tagsJson = this.#tagsJsonOf(tags === undefined ? undefined : limitTags(tags, cuts))
    const json = `${TRACE.head}"${time}"${this.#key}${tagsJson}${TRACE.foot}{"ver":2,"message":${message},"severityLevel":${severityLevel},"properties":${properties}}}}`
    const bytes = Buffer.byteLength(json)
    if (bytes > MAX_ITEM_BYTES) return { kind: 'too-large' }
    const item = this.#pages.itemOf(json, bytes, severityLevel)
    return { kind: 'serialized', item, baseType: 'MessageData', cuts }
  }

  #write({ time, tags, sampleRate, data: { baseType, baseData } }: Envelope): string {
    const { head, foot } = frameOf(baseType)
    const sampled = sampleRate === undefined ? '' : `,"sampleRate":${JSON.stringify(sampleRate)}`
    return `${head}${JSON.stringify(time)}${sampled}${this.#key}${this.#tagsJsonOf(tags)}${foot}${withVersion(baseData)}}}`
  }

  #tagsJsonOf(tags: Tags | undefined): string {
    return tags === undefined ? this.#tagsJson : this.#withOwnTags(tags)
  }

  /** An item's tags are few, and seldom those of the client: its own are written once, and the item's behind them. */
  #withOwnTags(tags: Tags): string {
    const json = JSON.stringify(tags)
    for (const key in tags) if (key in this.#tags) return JSON.stringify({ ...this.#tags, ...tags })
    return json === '{}' ? this.#tagsJson : `${this.#tagsJson.slice(0, -1)},${json.slice(1)}`
  }
}

// --- helpers, in order of use ---

/** What is the same in all items of a type. */
interface Frame {
  /** Up to the time. */
  readonly head: string
  /** Between the tags and the data. */
  readonly foot: string
}

const TRACE = frameOf('MessageData')

function frameOf(baseType: BaseType): Frame {
  const kind = baseType.slice(0, -'Data'.length)
  const head = `{"ver":1,"name":"Microsoft.ApplicationInsights.${kind}","time":`
  return { head, foot: `,"data":{"baseType":"${baseType}","baseData":` }
}

/** `{"ver":2,…}`, mostly without a copy of the object: every record passes here. A caller without types may hand over anything. */
function withVersion(baseData: object): string {
  const json = Object.hasOwn(baseData, 'ver') ? '' : JSON.stringify(baseData)
  return json?.startsWith('{"') ? `{"ver":2,${json.slice(1)}` : JSON.stringify({ ver: 2, ...baseData })
}
