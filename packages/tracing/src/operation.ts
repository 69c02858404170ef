import type { Operation } from '@azmon/core/adapter'
import { firstString, type ReadAttributes } from './mapping/attribute'

/** @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/ */
export const USER = 'enduser.id'
export const ANONYMOUS_USER = 'enduser.pseudo.id'
export const SESSION = 'session.id'

/** The operation of a request, read from its span each time. A class, because a request makes one and closures cost more. */
export class SpanOperation implements Operation {
  readonly #name: () => string
  readonly #attributes: ReadAttributes

  constructor(name: () => string, attributes: ReadAttributes) {
    this.#name = name
    this.#attributes = attributes
  }

  get name(): string {
    return this.#name()
  }

  get userId(): string | undefined {
    return firstString(this.#attributes, USER)
  }

  get anonymousUserId(): string | undefined {
    return firstString(this.#attributes, ANONYMOUS_USER)
  }

  get sessionId(): string | undefined {
    return firstString(this.#attributes, SESSION)
  }
}

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
