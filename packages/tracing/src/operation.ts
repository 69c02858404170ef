/** The request that spans and logs are part of. It is asked for late, because its route and its user are known late. */
export interface Operation {
  readonly name: string
  readonly userId?: string | undefined
  readonly sessionId?: string | undefined
}

/** Where a span of ours carries the request that it is part of; so may a context. */
export const OPERATION: unique symbol = Symbol.for('azmon.operation') as never

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
