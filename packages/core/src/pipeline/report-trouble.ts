import type { RejectedItem } from '../diagnostics/account'
import type { Diagnostics } from '../diagnostics/diagnostics'
import { warnHourly } from '../diagnostics/warnings'
import { DeliveryError, SpoolError } from '../errors'
import type { Trouble } from '../ingestion/breeze-response'

/** Who has to do something about it is warned; `onError` and `stats()` hear of everything. */
export function reportTrouble(trouble: Trouble, diagnostics: Diagnostics): void {
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
  diagnostics.failed(new DeliveryError(`A request failed: ${trouble.reason}.`))
}

/** Codes only: the message of an endpoint may quote what it was sent. */
export function reportRefusal(rejected: readonly RejectedItem[], diagnostics: Diagnostics): void {
  const codes = [...new Set(rejected.map(({ statusCode }) => statusCode))].join(', ')
  diagnostics.failed(new DeliveryError(`The endpoint refused ${rejected.length} items with status ${codes}.`))
}

export function reportPartialAcceptance(diagnostics: Diagnostics): void {
  diagnostics.failed(new DeliveryError('A request was taken in part: what is left of it will be sent again.'))
}

/** Without a directory it cannot go on, and somebody has to do something about it; a disk may be well again by itself. */
export function reportDiskTrouble(error: unknown, diagnostics: Diagnostics): void {
  if (error instanceof SpoolError) warnHourly('spool', `${error.message} Until then what waits is kept in memory.`)
  diagnostics.failed(error instanceof SpoolError ? error : new SpoolError(describeDisk(error), { cause: error }))
}

// --- helpers, in order of use ---

const CURE_DENIED =
  "Give the credential's identity the role Monitoring Metrics Publisher on the resource, or pass a credential if it takes no keys."

const CURE_ADDRESS =
  "Copy the connection string again from the resource's Overview page; npx azmon doctor checks each step on the way."

function describeDisk(error: unknown): string {
  return `The disk is in trouble: ${error instanceof Error ? error.message : String(error)}. What waits is kept in memory; the disk is asked again soon.`
}
