import type { BaseType, TelemetryData } from '../envelope/contracts'
import type { Envelope } from '../envelope/envelope'
import { type Cuts, limitData, limitTags } from '../envelope/limits'
import type { SeverityLevel } from '../envelope/severity'
import { shrink } from '../envelope/shrink'
import type { Tags } from '../envelope/tags'
import type { SerializedEnvelope } from './item'
import { Pages } from './pages'

/**
 * A log record whose data an adapter has serialized already. It is copied into the item unchanged, so it must be valid JSON,
 * without secrets, and within every limit except that of an item.
 */
export interface PreserializedTrace {
  /** ISO-8601, not quoted: nothing in it needs an escape. */
  readonly time: string
  readonly tags: Tags | undefined
  /** Percentage, greater than 0. */
  readonly sampleRate: number | undefined
  readonly severityLevel: SeverityLevel
  readonly baseType: 'MessageData' | 'ExceptionData'
  /** The fields of the data in JSON, without the braces around them. */
  readonly data: string
  /** The number of strings that were truncated. */
  readonly truncated: number
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

/** Serializes the envelopes of one client. What is the same in all of its items is serialized only once. */
export class EnvelopeSerializer {
  /** The JSON from the instrumentation key to the key of the tags. */
  readonly #key: string
  readonly #tags: Tags
  readonly #tagsJson: string
  readonly #pages = new Pages()

  constructor(instrumentationKey: string, tags: Tags) {
    this.#key = `,"iKey":"${instrumentationKey}","tags":`
    this.#tags = limitTags(tags, { truncated: 0, measurementsDropped: 0 })
    this.#tagsJson = JSON.stringify(this.#tags)
  }

  /** Applies every limit to `envelope` in place, then serializes it. */
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

  /** Does the same for serialized data, to which only the limits for tags and for the size of an item still apply. */
  serializePreserialized(trace: PreserializedTrace): Serialization {
    const { severityLevel, sampleRate, baseType, data } = trace
    const cuts: Cuts = { truncated: trace.truncated, measurementsDropped: 0 }
    const tags = trace.tags === undefined ? undefined : limitTags(trace.tags, cuts)
    const json = this.#framed({ time: `"${trace.time}"`, tags, sampleRate, baseType }, `{"ver":2,${data}}`)
    // Counting the bytes takes as long as writing them, so a short line is not counted: a UTF-16 unit has at most three.
    const maxBytes = json.length * 3 <= MAX_ITEM_BYTES ? json.length * 3 : Buffer.byteLength(json)
    if (maxBytes > MAX_ITEM_BYTES) return this.#shrunk({ ...trace, tags }, cuts)
    const item = this.#pages.itemOf(json, maxBytes, severityLevel)
    return { kind: 'serialized', item, baseType, cuts }
  }

  #shrunk({ time, tags, sampleRate, baseType, data }: PreserializedTrace, { truncated }: Cuts): Serialization {
    const parsed = { baseType, baseData: JSON.parse(`{${data}}`) } as TelemetryData
    const serialization = this.serialize({ time, tags, sampleRate, data: parsed })
    if (serialization.kind === 'serialized') serialization.cuts.truncated += truncated
    return serialization
  }

  #write({ time, tags, sampleRate, data: { baseType, baseData } }: Envelope): string {
    return this.#framed({ time: JSON.stringify(time), tags, sampleRate, baseType }, withVersion(baseData))
  }

  /** `time` and `data` are JSON. */
  #framed({ time, tags, sampleRate, baseType }: Framed, data: string): string {
    const { head, foot } = FRAMES[baseType] ?? frameOf(baseType)
    const sampled = sampleRate === undefined ? '' : `,"sampleRate":${JSON.stringify(sampleRate)}`
    return `${head}${time}${sampled}${this.#key}${this.#tagsJsonOf(tags)}${foot}${data}}}`
  }

  #tagsJsonOf(tags: Tags | undefined): string {
    return tags === undefined ? this.#tagsJson : this.#withOwnTags(tags)
  }

  /** Appends the item's tags to the client's JSON: they are few, and rarely replace tags of the client. */
  #withOwnTags(tags: Tags): string {
    const json = JSON.stringify(tags)
    for (const key in tags) if (key in this.#tags) return JSON.stringify({ ...this.#tags, ...tags })
    return json === '{}' ? this.#tagsJson : `${this.#tagsJson.slice(0, -1)},${json.slice(1)}`
  }
}

// --- helpers, in order of use ---

type Framed = Pick<PreserializedTrace, 'time' | 'tags' | 'sampleRate'> & { readonly baseType: BaseType }

/** The JSON that is the same in all items of a type. */
interface Frame {
  /** The JSON before the time. */
  readonly head: string
  /** The JSON between the tags and the data. */
  readonly foot: string
}

/** The frames of the most frequent types. */
const FRAMES: Readonly<Partial<Record<BaseType, Frame>>> = {
  MessageData: frameOf('MessageData'),
  ExceptionData: frameOf('ExceptionData'),
}

function frameOf(baseType: BaseType): Frame {
  const kind = baseType.slice(0, -'Data'.length)
  const head = `{"ver":1,"name":"Microsoft.ApplicationInsights.${kind}","time":`
  return { head, foot: `,"data":{"baseType":"${baseType}","baseData":` }
}

/**
 * Returns `{"ver":2,…}`, usually without a copy of the object, because every record passes through here. A caller that is not
 * type-checked may pass anything, even a `ver`.
 */
function withVersion(baseData: object): string {
  const json = Object.hasOwn(baseData, 'ver') ? '' : JSON.stringify(baseData)
  return json?.startsWith('{"') ? `{"ver":2,${json.slice(1)}` : JSON.stringify({ ver: 2, ...baseData })
}
