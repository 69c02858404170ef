import type { Payload } from '../batch/payload'
import type { SendOutcome } from '../ingestion/breeze-response'
import type { ExitDrain } from '../shutdown/exit-drain'

/** The network functions that a pipeline needs. */
export interface Ingestion {
  post(payload: Payload): Promise<SendOutcome>
  load(): void
  /** Aborts every open request. */
  abort(): Promise<void>
  /** Aborts every open request. Later requests fail immediately. */
  close(): Promise<void>
  /** Returns the data that another thread needs to post to the same destination. Returns undefined if no other thread can. */
  forThread(): Pick<ExitDrain, 'destination' | 'token'> | undefined
}
