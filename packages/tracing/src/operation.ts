import type { Operation } from '@azmon/core/adapter'

/** Who has signed in, and a visit. @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/ */
export const USER = 'enduser.id'
export const SESSION = 'session.id'

/** What it says is of the moment in which somebody asks. */
export function askedLate(ask: {
  readonly name: () => string
  readonly userId: () => string | undefined
  readonly sessionId: () => string | undefined
}): Operation {
  return {
    get name() {
      return ask.name()
    },
    get userId() {
      return ask.userId()
    },
    get sessionId() {
      return ask.sessionId()
    },
  }
}
