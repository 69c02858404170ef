import type { ErrorStatus } from './error-status'

/** A response of the query API: its status and its body. */
export interface Answer {
  readonly status: 200 | 413 | ErrorStatus
  readonly json: string
}
