import type { RejectedItem } from '../diagnostics/account'
import type { Diagnostics } from '../diagnostics/diagnostics'
import { warnHourly } from '../diagnostics/warnings'
import { DeliveryError, SpoolError } from '../errors'
import type { Trouble } from '../ingestion/breeze-response'
import { CURE_WEBASSEMBLY, NO_WEBASSEMBLY } from '../ingestion/failure'

/** Warns about problems that the user has to fix. Reports every problem to `onError` and `stats()`. */
export function reportTrouble(trouble: Trouble, diagnostics: Diagnostics): void {
  switch (trouble.kind) {
    case 'retryable':
      if (trouble.reason === NO_WEBASSEMBLY) {
        warnHourly('webassembly', `Nothing can be sent: ${NO_WEBASSEMBLY}. ${CURE_WEBASSEMBLY} ${KEPT}`)
      }
      break
    case 'throttled':
    case 'quota':
      break
    case 'denied':
      warnHourly('denied', `The endpoint refuses telemetry: ${trouble.reason}. ${CURE_DENIED} ${KEPT}`)
      break
    case 'misconfigured':
      warnHourly('misconfigured', `The endpoint accepts no telemetry: ${trouble.reason}. ${CURE_ADDRESS} ${KEPT}`)
      break
  }
  diagnostics.failed(new DeliveryError(`A request failed: ${trouble.reason}.`))
}

/** Reports only the status codes, because the endpoint's message may quote telemetry. */
export function reportRefusal(rejected: readonly RejectedItem[], diagnostics: Diagnostics): void {
  const codes = [...new Set(rejected.map(({ statusCode }) => statusCode))].join(', ')
  diagnostics.failed(new DeliveryError(`The endpoint refused ${rejected.length} items with status ${codes}.`))
}

export function reportPartialAcceptance(diagnostics: Diagnostics): void {
  diagnostics.failed(new DeliveryError('The endpoint accepted only part of a request; the rest will be sent again.'))
}

/** Warns about a SpoolError, which the user has to fix. Other disk errors may go away by themselves. */
export function reportDiskTrouble(error: unknown, diagnostics: Diagnostics): void {
  if (error instanceof SpoolError)
    warnHourly('spool', `${error.message} Telemetry is kept in memory until this is fixed.`)
  diagnostics.failed(error instanceof SpoolError ? error : new SpoolError(describeDisk(error), { cause: error }))
}

// --- helpers, in order of use ---

const KEPT = 'Telemetry is kept until this is fixed.'

const CURE_DENIED =
  "Give the credential's identity the role Monitoring Metrics Publisher on the resource, or pass a credential if the resource does not accept keys."

const CURE_ADDRESS =
  "Copy the connection string again from the resource's Overview page; npx azmon doctor checks each step on the way."

function describeDisk(error: unknown): string {
  return `The disk failed: ${error instanceof Error ? error.message : String(error)}. Telemetry is kept in memory, and the disk is tried again soon.`
}
