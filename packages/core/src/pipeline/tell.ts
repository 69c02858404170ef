import type { Diagnostics } from '../diagnostics'
import { DeliveryError } from '../errors'
import type { Trouble } from '../ingestion/breeze-response'
import { warnHourly } from '../warnings'
import type { RejectedItem } from './tried'

/** Who has to do something about it is warned; `onError` and `stats()` hear of everything. */
export function tellOfTrouble(trouble: Trouble, diagnostics: Diagnostics): void {
  switch (trouble.kind) {
    case 'retryable':
    case 'throttled':
    case 'quota':
      break
    case 'denied':
      warnHourly('denied', `The endpoint refuses telemetry: ${trouble.reason}. ${CURE_DENIED} Until then it waits.`)
      break
    case 'misconfigured':
      warnHourly(
        'misconfigured',
        `The endpoint takes no telemetry: ${trouble.reason}. ${CURE_ADDRESS} Until then it waits.`,
      )
      break
  }
  diagnostics.failed(new DeliveryError(`A request failed and will be made again: ${trouble.reason}.`))
}

/** Codes only: the message of an endpoint may quote what it was sent. */
export function tellOfRefusal(rejected: readonly RejectedItem[], diagnostics: Diagnostics): void {
  const codes = [...new Set(rejected.map(({ statusCode }) => statusCode))].join(', ')
  diagnostics.failed(new DeliveryError(`The endpoint refused ${rejected.length} items with status ${codes}.`))
}

export function tellOfRest(diagnostics: Diagnostics): void {
  diagnostics.failed(new DeliveryError('A request was taken in part: what is left of it will be sent again.'))
}

// --- helpers, in order of use ---

const CURE_DENIED =
  "Give the credential's identity the role Monitoring Metrics Publisher on the resource, or pass a credential if it takes no keys."

const CURE_ADDRESS = "Copy the connection string again from the resource's Overview page."
