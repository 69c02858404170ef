import type { Operation } from '@azmon/core/adapter'

/** @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/ */
export const USER = 'enduser.id'
export const ANONYMOUS_USER = 'enduser.pseudo.id'
export const SESSION = 'session.id'

/** Returns an operation whose fields are computed each time they are read. */
export function lazyOperation(read: {
  readonly name: () => string
  readonly userId: () => string | undefined
  readonly anonymousUserId: () => string | undefined
  readonly sessionId: () => string | undefined
}): Operation {
  return {
    get name() {
      return read.name()
    },
    get userId() {
      return read.userId()
    },
    get anonymousUserId() {
      return read.anonymousUserId()
    },
    get sessionId() {
      return read.sessionId()
    },
  }
}
