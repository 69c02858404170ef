import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { isoTime } from '../../clock'
import { duration } from '../../command-line/format'
import { SeverityLevel } from '../../envelope/severity'
import type { SendOutcome } from '../../ingestion/breeze-response'
import { IngestionClient } from '../../ingestion/ingestion-client'
import { EnvelopeSerializer } from '../../item/serialize'
import type { Destination } from '../../options/connection-string'
import type { DeliveryOptions } from '../../options/resolve'
import { version } from '../../version'
import { adviceOn } from '../endpoint-advice'
import { type Deadline, within } from './deadline'
import { type Finding, failed, ok, warning } from './finding'

/** The result of sending one item. */
export interface Probe {
  readonly outcome: SendOutcome | 'not-sent' | 'no-response'
  /** How far our clock is behind the endpoint's clock; undefined if the response has no date. */
  readonly behindMs: number | undefined
}

export const NOT_SENT: Probe = { outcome: 'not-sent', behindMs: undefined }

/** The endpoint cannot be reached. */
export const NO_RESPONSE: Probe = { outcome: 'no-response', behindMs: undefined }

const REQUEST_MS = 5_000

/**
 * Sends one item with the client that programs use. The item must be valid: the service does not document whether it checks
 * the key of an invalid item, so only an accepted item proves that the key is accepted. A verbose trace does the least harm:
 * its message explains it, it has its own role, and alerts on requests, exceptions or availability do not see it.
 */
export async function probeEndpoint(
  destination: Destination,
  delivery: DeliveryOptions,
  deadline: Deadline,
): Promise<Probe> {
  const limitMs = deadline.leftMs(REQUEST_MS)
  const client = new IngestionClient(destination, { ...delivery, requestTimeoutMs: limitMs }, 1)
  const clock = new EndpointClock()
  try {
    const body = Buffer.from(probeItem(destination.instrumentationKey).json)
    const outcome = await within(limitMs + 1_000, client.post({ body, encoding: 'identity', items: 1 }))
    return { outcome, behindMs: clock.behindMs }
  } finally {
    clock.stop()
    await client.close()
  }
}

const MAX_DRIFT_MS = 5 * 60_000

/** The service rejects items older than 48 hours, and an item may have waited for a day. @see docs/wire-format.md */
const MAX_BEHIND_MS = 24 * 3_600_000

/** The service rejects items that are further in the future. */
const MAX_AHEAD_MS = 2 * 3_600_000

/** Any earlier time is wrong, because this version did not exist yet. */
const EARLIEST_MS = Date.parse('2026-01-01')

const NTP = 'Synchronize the clock of this machine by NTP.'

/** Compares our clock with that of the endpoint, if it has responded. Pure. */
export function checkClock({ outcome, behindMs }: Probe, nowMs = Date.now()): Finding {
  if (behindMs === undefined) return checkClockAlone(outcome, nowMs)
  const isBehind = behindMs > 0
  const off = `${duration(Math.abs(behindMs))} ${isBehind ? 'behind' : 'ahead of'} the endpoint's`
  if (isBehind ? behindMs > MAX_BEHIND_MS : -behindMs > MAX_AHEAD_MS) {
    return failed(
      'clock',
      `${off}: the service rejects items older than 48 hours or more than 2 hours in the future`,
      NTP,
    )
  }
  if (Math.abs(behindMs) > MAX_DRIFT_MS) return warning('clock', `${off}: rows are shown at the wrong time`, NTP)
  return ok('clock', Math.abs(behindMs) < 5_000 ? "same as the endpoint's" : off)
}

/** Checks whether the endpoint has accepted the key. Pure. */
export function checkKey(outcome: SendOutcome | 'not-sent', { ingestionEndpoint }: Destination): Finding {
  if (outcome === 'not-sent') return ok('key', 'not checked (--no-send)')
  const advice = adviceOn(outcome, ingestionEndpoint)
  if (advice === undefined) return ok('key', "accepted; sent one verbose trace with the role 'azmon doctor'")
  return failed('key', advice.problem, advice.fix)
}

// --- helpers, in order of use ---

function checkClockAlone(outcome: Probe['outcome'], nowMs: number): Finding {
  if (nowMs < EARLIEST_MS) {
    return failed('clock', `it shows ${isoTime(nowMs)}, and the service rejects items older than 48 hours`, NTP)
  }
  if (outcome === 'not-sent') return ok('clock', 'not compared (--no-send)')
  return ok('clock', `not compared: ${outcome === 'no-response' ? 'no response' : 'the response has no date'}`)
}

function probeItem(instrumentationKey: string) {
  const tags = {
    'ai.cloud.role': 'azmon doctor',
    'ai.internal.sdkVersion': `azmon:${version}`,
  }
  const baseData = {
    message: 'azmon doctor: does telemetry arrive here?',
    severityLevel: SeverityLevel.Verbose,
  }
  const envelope = { time: isoTime(), data: { baseType: 'MessageData' as const, baseData } }
  const serialized = new EnvelopeSerializer(instrumentationKey, tags).serialize(envelope)
  if (serialized.kind !== 'serialized') throw new Error(serialized.kind)
  return serialized.item
}

const CHANNEL = 'undici:request:headers'

/** Reads the date of the last response from undici's diagnostics channel, because the client does not return it. */
class EndpointClock {
  behindMs: number | undefined
  readonly #onHeaders = (message: unknown) => this.#read(message)

  constructor() {
    subscribe(CHANNEL, this.#onHeaders)
  }

  stop(): void {
    unsubscribe(CHANNEL, this.#onHeaders)
  }

  /** Reads the headers, which are in the order of the wire: name, value, name, value … */
  #read(message: unknown): void {
    const { response } = message as { readonly response: { readonly headers: readonly Buffer[] } }
    const headers = response.headers.map(String)
    const date = Date.parse(headers[headers.findIndex((text, i) => i % 2 === 0 && /^date$/i.test(text)) + 1] ?? '')
    if (!Number.isNaN(date)) this.behindMs = date - Date.now()
  }
}
