import type { WireEnvelope } from './decode-body'
import type { IngestionRequest } from './ingestion-request'

/** How the scripted ingestion answers one request. */
export type Reply =
  | { readonly kind: 'accept' }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  /** The status of each item: below 300 is accepted. */
  | { readonly kind: 'per-item'; readonly statusOf: (item: WireEnvelope, index: number) => number }
  /** `then` for requests that it is about, `otherwise` for the others. */
  | {
      readonly kind: 'when'
      readonly isAbout: (request: IngestionRequest) => boolean
      readonly then: Reply
      readonly otherwise: Reply
    }
  /** The connection breaks after the request was read. */
  | { readonly kind: 'reset' }
  /** The request is read and never answered. */
  | { readonly kind: 'hang' }
  /** Bytes that are no HTTP. */
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

export function when(isAbout: (request: IngestionRequest) => boolean, then: Reply, otherwise: Reply = accept): Reply {
  return { kind: 'when', isAbout, then, otherwise }
}

/** An answer that waits until it is let go. */
export function held(then: Reply = accept): { readonly reply: Reply; readonly letGo: () => void } {
  let letGo: () => void = () => {}
  const until = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return { reply: { kind: 'held', until, then }, letGo }
}
