import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { isoTime } from '../../clock'
import { SeverityLevel } from '../../envelope/severity'
import type { SendOutcome } from '../../ingestion/breeze-response'
import { IngestionClient } from '../../ingestion/ingestion-client'
import { EnvelopeSerializer } from '../../item/serialize'
import type { Destination } from '../../options/connection-string'
import type { DeliveryOptions } from '../../options/resolve'
import { version } from '../../version'
import { adviceOn } from '../endpoint-advice'
import { duration } from '../format'
import { type Deadline, within } from './deadline'
import { type Finding, failed, ok, warning } from './finding'

/** What came of asking the endpoint. */
export interface Probed {
  readonly outcome: SendOutcome | 'not-sent'
  /** How far our clock is behind the endpoint's; undefined where that did not tell the time. */
  readonly behindMs: number | undefined
}

export const NOT_SENT: Probed = { outcome: 'not-sent', behindMs: undefined }

const REQUEST_MS = 5_000

/**
 * Sends one item, by the client that programs have. It has to be a valid one: the service does not document whether it
 * looks at the key of an item that is none, so only an item that is taken proves that the key is. A single verbose trace
 * harms least of all that is valid: it is one row of `traces` that says what it is, no alert on requests, exceptions or
 * availability sees it, and its role keeps it apart from the application.
 */
export async function probe(destination: Destination, delivery: DeliveryOptions, deadline: Deadline): Promise<Probed> {
  const limitMs = deadline.leftMs(REQUEST_MS)
  const client = new IngestionClient(destination, { ...delivery, requestTimeoutMs: limitMs }, 1)
  const dates = new Dates()
  try {
    const body = Buffer.from(probeItem(destination.instrumentationKey).json)
    const outcome = await within(limitMs + 1_000, client.post({ body, encoding: 'identity', items: 1 }))
    return { outcome, behindMs: dates.behindMs }
  } finally {
    dates.stop()
    await client.close()
  }
}

const MAX_DRIFT_MS = 5 * 60_000

/** The service refuses items of 48 hours, some of which they may have waited. @see docs/wire-format.md */
const MAX_BEHIND_MS = 24 * 3_600_000

/** It refuses items from further ahead. */
const MAX_AHEAD_MS = 2 * 3_600_000

/** Pure. */
export function checkClock({ outcome, behindMs }: Probed): Finding {
  if (outcome === 'not-sent') return ok('clock', 'not compared (--no-send)')
  if (behindMs === undefined) return ok('clock', 'not compared: the endpoint did not tell the time')
  const isBehind = behindMs > 0
  const off = `${duration(Math.abs(behindMs))} ${isBehind ? 'behind' : 'ahead of'} the endpoint's`
  const cure = 'Have the clock of this machine set by NTP.'
  if (isBehind ? behindMs > MAX_BEHIND_MS : -behindMs > MAX_AHEAD_MS) {
    return failed('clock', `${off}: the service refuses items from 48 hours ago and 2 hours ahead`, cure)
  }
  if (Math.abs(behindMs) > MAX_DRIFT_MS) return warning('clock', `${off}: rows are shown at the wrong time`, cure)
  return ok('clock', Math.abs(behindMs) < 5_000 ? "like the endpoint's" : off)
}

/** Pure. */
export function checkKey({ outcome }: Probed, { ingestionEndpoint }: Destination): Finding {
  if (outcome === 'not-sent') return ok('key', 'not tried (--no-send)')
  const advice = adviceOn(outcome, ingestionEndpoint)
  if (advice === undefined) return ok('key', "accepted, with one verbose trace of the role 'azmon doctor'")
  return failed('key', advice.what, advice.cure)
}

// --- helpers, in order of use ---

function probeItem(instrumentationKey: string) {
  const tags = {
    'ai.cloud.role': 'azmon doctor',
    'ai.internal.sdkVersion': `azmon:${version}`,
  }
  const baseData = {
    message: 'azmon doctor: does telemetry get from there to here?',
    severityLevel: SeverityLevel.Verbose,
  }
  const envelope = { time: isoTime(), data: { baseType: 'MessageData' as const, baseData } }
  const serialized = new EnvelopeSerializer(instrumentationKey, tags).serialize(envelope)
  if (serialized.kind !== 'serialized') throw new Error(serialized.kind)
  return serialized.item
}

const CHANNEL = 'undici:request:headers'

/** The time that the last answer told: the client has no use for it, and undici tells whoever listens. */
class Dates {
  behindMs: number | undefined
  readonly #onHeaders = (message: unknown) => this.#read(message)

  constructor() {
    subscribe(CHANNEL, this.#onHeaders)
  }

  stop(): void {
    unsubscribe(CHANNEL, this.#onHeaders)
  }

  /** Headers come as they were on the wire: name, value, name, value … */
  #read(message: unknown): void {
    const { response } = message as { readonly response: { readonly headers: readonly Buffer[] } }
    const headers = response.headers.map(String)
    const date = Date.parse(headers[headers.findIndex((text, i) => i % 2 === 0 && /^date$/i.test(text)) + 1] ?? '')
    if (!Number.isNaN(date)) this.behindMs = date - Date.now()
  }
}
