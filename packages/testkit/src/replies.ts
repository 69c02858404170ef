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
  /** Each item has a status of its own; below 300, it is accepted. */
  | { readonly kind: 'per-item'; readonly statusOf: (item: WireEnvelope, index: number) => number }
  /** `then` for matching requests, `otherwise` for the others. */
  | {
      readonly kind: 'when'
      readonly matches: (request: IngestionRequest) => boolean
      readonly then: Reply
      readonly otherwise: Reply
    }
  /** The connection is reset after the request was read. */
  | { readonly kind: 'reset' }
  /** The request is read, but there is no response. */
  | { readonly kind: 'hang' }
  /** Bytes that are not HTTP. */
  | { readonly kind: 'garbage' }
  /** `then`, once `until` has resolved. */
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

/** A reply that is sent after `release` was called. */
export function held(then: Reply = accept): { readonly reply: Reply; readonly release: () => void } {
  let release: () => void = () => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  return { reply: { kind: 'held', until, then }, release }
}
