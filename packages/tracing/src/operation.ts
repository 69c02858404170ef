/** The request that spans and logs are part of. Read it as late as possible: its route and user are known late. */
export interface Operation {
  readonly name: string
  readonly userId?: string | undefined
  readonly sessionId?: string | undefined
}

/** The key under which a span of this package, or a context, carries the request that it is part of. */
export const OPERATION: unique symbol = Symbol.for('azmon.operation') as never

/** @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/ */
export const USER = 'enduser.id'
export const SESSION = 'session.id'

/** Returns an operation whose fields are computed each time they are read. */
export function lazyOperation(read: {
  readonly name: () => string
  readonly userId: () => string | undefined
  readonly sessionId: () => string | undefined
}): Operation {
  return {
    get name() {
      return read.name()
    },
    get userId() {
      return read.userId()
    },
    get sessionId() {
      return read.sessionId()
    },
  }
}
