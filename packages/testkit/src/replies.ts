import type { WireEnvelope } from './decode-body'
import type { IngestionRequest } from './ingestion-request'

/** The response of the scripted ingestion to one request. */
export type Reply =
  | { readonly kind: 'accept' }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  /** Gives each item its own status; an item with a status below 300 is accepted. */
  | { readonly kind: 'per-item'; readonly statusOf: (item: WireEnvelope, index: number) => number }
  /** Uses `then` for matching requests and `otherwise` for all others. */
  | {
      readonly kind: 'when'
      readonly matches: (request: IngestionRequest) => boolean
      readonly then: Reply
      readonly otherwise: Reply
    }
  /** Resets the connection after reading the request. */
  | { readonly kind: 'reset' }
  /** Reads the request but does not respond. */
  | { readonly kind: 'hang' }
  /** Sends bytes that are not HTTP. */
  | { readonly kind: 'garbage' }
  /** Sends `then` once `until` has resolved. */
  | { readonly kind: 'held'; readonly until: Promise<void>; readonly then: Reply }

export const accept: Reply = { kind: 'accept' }
export const reset: Reply = { kind: 'reset' }
export const hang: Reply = { kind: 'hang' }
export const garbage: Reply = { kind: 'garbage' }

export function status(code: number, body = '', headers: Readonly<Record<string, string>> = {}): Reply {
  return { kind: 'status', status: code, headers, body }
}

export function perItem(statusOf: (item: WireEnvelope, index: number) => number): Reply {
  return { kind: 'per-item', statusOf }
}

export function when(matches: (request: IngestionRequest) => boolean, then: Reply, otherwise: Reply = accept): Reply {
  return { kind: 'when', matches, then, otherwise }
}

/** Returns a reply that is not sent until `release` is called. */
export function held(then: Reply = accept): { readonly reply: Reply; readonly release: () => void } {
  let release: () => void = () => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  return { reply: { kind: 'held', until, then }, release }
}
