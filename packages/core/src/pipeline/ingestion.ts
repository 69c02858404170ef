import type { Payload } from '../batch/payload'
import type { SendOutcome } from '../ingestion/breeze-response'
import type { ExitDrain } from '../shutdown/exit-drain'

/** The network functions that a pipeline needs. */
export interface Ingestion {
  post(payload: Payload): Promise<SendOutcome>
  load(): void
  /** Aborts every open request. */
  abort(): Promise<void>
  /** Aborts every open request; later ones fail at once. */
  close(): Promise<void>
  /** What another thread needs to post to the same destination. Undefined if no other thread can. */
  forThread(): Pick<ExitDrain, 'destination' | 'token'> | undefined
}
