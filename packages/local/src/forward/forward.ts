import type { SeverityLevel } from '@azmon/core'
import type { EnvelopeRelay, RelayOptions } from '@azmon/core/adapter'
import { codeOf, LocalError, reasonOf } from '../errors'
import type { AcceptedItem } from '../ingest/check-item'
import { isLoopback } from '../query/source-spec'
import { severityLevel } from '../rows/severity-level'
import { withInstrumentationKey } from './with-instrumentation-key'

/** The resource to forward to, and how to reach it, as the options of a client. */
export type ForwardOptions = Pick<
  RelayOptions,
  'connectionString' | 'credential' | 'storagePath' | 'proxy' | 'allowPrivateHttp'
>

/** What became of the forwarded items. */
export interface ForwardStatus {
  /** The endpoint to which items are forwarded. */
  readonly endpoint: string
  readonly received: number
  /** Items that the endpoint acknowledged. */
  readonly sent: number
  /** Items in memory that are not sent yet. */
  readonly waiting: number
  /** Items on disk, which are sent when the endpoint works again, or by the next process. */
  readonly onDisk: number
  /** Items that the endpoint rejected for good, or that did not fit in memory and on disk. */
  readonly dropped: number
  readonly lastError: string | undefined
}

/** Passes accepted items on to an Application Insights resource. */
export class Forward {
  readonly #relay: EnvelopeRelay
  #silentUntilMs = 0

  /**
   * @param ownPort the port of this program, to which nothing may be forwarded
   * @param warn called with one line if items cannot be delivered, at most every ten minutes
   * @throws LocalError `AZMON_LOCAL_OPTION` if the connection string is invalid.
   */
  constructor(target: string | ForwardOptions, ownPort: number, warn: (line: string) => void) {
    const options = typeof target === 'string' ? { connectionString: target } : target
    const onError = (error: Error) => {
      if (performance.now() < this.#silentUntilMs) return
      this.#silentUntilMs = performance.now() + WARNING_EVERY_MS
      warn(`azmon local cannot forward to ${this.endpoint}: ${reasonOf(error)} The items wait on disk.`)
    }
    this.#relay = openRelay({ ...options, onError })
    const { port } = new URL(this.endpoint)
    if (isLoopback(new URL(this.endpoint)) && Number(port) === ownPort) {
      throw new LocalError('AZMON_LOCAL_OPTION', 'forward (--forward) must name another endpoint than this one.')
    }
  }

  /** The URL of the endpoint. */
  get endpoint(): string {
    return this.#relay.ingestionEndpoint
  }

  /** Passes items on. Never throws. `texts` are the items as they were received. */
  add(items: readonly AcceptedItem[], texts: readonly string[]): void {
    for (const [index, text] of texts.entries()) {
      const level = severityLevel(items[index]?.baseData['severityLevel']) as SeverityLevel | null
      this.#relay.push(withInstrumentationKey(text, this.#relay.instrumentationKey), level ?? undefined)
    }
  }

  status(): ForwardStatus {
    const { received, sent, dropped, queued, inFlight, spool, lastError } = this.#relay.stats()
    return {
      endpoint: this.endpoint,
      received,
      sent: sent + spool.drained,
      waiting: queued + inFlight,
      onDisk: spool.items,
      dropped: dropped + spool.dropped,
      lastError: lastError?.message,
    }
  }

  /** Sends what is left. What cannot be sent stays on disk. */
  async close(): Promise<void> {
    this.#silentUntilMs = Number.POSITIVE_INFINITY // requests that are cut off now are no trouble
    await this.#relay.close({ timeoutMs: CLOSE_TIMEOUT_MS })
  }
}

// --- helpers ---

/** What is not sent by then is on disk. */
const CLOSE_TIMEOUT_MS = 2_000
const WARNING_EVERY_MS = 10 * 60 * 1000

/** Loads the sender on first use, because most programs that use this package do not forward. */
function openRelay(options: RelayOptions): EnvelopeRelay {
  const { EnvelopeRelay: Relay }: typeof import('@azmon/core/adapter') = require('@azmon/core/adapter')
  try {
    // An acknowledged item must survive a crash, so it is on disk before the response.
    return new Relay({ ...options, durability: 'journal' })
  } catch (cause) {
    if (codeOf(cause) !== 'AZMON_CONFIGURATION') throw cause
    throw new LocalError('AZMON_LOCAL_OPTION', `forward (--forward): ${reasonOf(cause)}`, { cause })
  }
}
