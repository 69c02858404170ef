import type { IncomingMessage } from 'node:http'
import { callSafely, OPERATION, type Operation, resultOr, syncResult } from '@azmon/core/adapter'
import { type Context, type Span, SpanStatusCode, trace } from '@opentelemetry/api'
import { withIncomingHeaders } from './incoming-headers'
import type { IncomingOptions } from './incoming-options'
import { ROUTE, requestName } from './mapping/request-name'
import type { OpenRequest, OpenRequests } from './open-requests'
import { ANONYMOUS_USER, lazyOperation, SESSION, USER } from './operation'
import { requestOrigin } from './origin/request-origin'
import { trustCheckOf } from './origin/trusted-proxies'
import { routeOf } from './routes/route-of'
import { isCatchAll } from './routes/wildcard'
import { REQUEST } from './span-inheritance'

/** A request whose response is not yet complete. */
export interface StartedRequest {
  readonly span: Span
  /** Run all work for the request in this context. */
  readonly context: Context
}

/**
 * Holds a tracked request and the options that describe it. Options added later take
 * precedence: middleware knows more than a server.
 */
export class TrackedRequest implements StartedRequest, OpenRequest {
  readonly span: Span
  readonly context: Context
  readonly #request: IncomingMessage
  readonly #options: IncomingOptions[] = []
  readonly #open: OpenRequests | undefined
  readonly #beforeEnd: ((status: number) => void)[] = []
  #isOver = false

  constructor(request: IncomingMessage, span: Span, within: Context, open: OpenRequests | undefined) {
    this.#request = request
    this.#open = open
    this.span = span
    const own = trace.setSpan(within, span).setValue(OPERATION, this.#operation()).setValue(REQUEST, span)
    this.context = withIncomingHeaders(own, request.headers)
  }

  addOptions(options: IncomingOptions): this {
    if (!this.#options.includes(options)) this.#options.unshift(options)
    this.#updateOrigin() // read now, because a closed socket has no address
    return this
  }

  /** Calls `action` with the status just before the span ends. Returns false, and never calls it, if the span has ended. */
  beforeEnd(action: (status: number) => void): boolean {
    if (!this.#isOver) this.#beforeEnd.push(action)
    return !this.#isOver
  }

  /** Sets on the span what is known at the end of the request. Call it before other code ends the span. */
  updateAtEnd(status: number, isLeftByClient = false): void {
    if (!this.#finish(status)) return
    this.#applyIsSuccess(status, isLeftByClient)
  }

  /** Ends the span. Further calls do nothing. */
  end(status: number, isLeftByClient = false): void {
    if (!this.#finish(status)) return
    this.span.setAttribute('http.response.status_code', status)
    this.#applyIsSuccess(status, isLeftByClient)
    this.span.end()
  }

  interrupt(status: number): void {
    if (!this.#finish(status)) return
    this.span.setAttributes({ 'http.response.status_code': status, interrupted: true })
    this.span.setStatus({ code: SpanStatusCode.ERROR })
    this.span.end()
  }

  /** Ends the request without a row. */
  discard(): void {
    this.#isOver = true
    this.#open?.delete(this)
  }

  /**
   * Sets the span's status from the `isSuccess` option, if the application gave one. Otherwise a request is a success if its
   * client left after it had received a 2xx status.
   */
  #applyIsSuccess(status: number, isLeftByClient: boolean): void {
    const isSuccess = this.#options.find((options) => options.isSuccess !== undefined)?.isSuccess
    const result = resultOr(() => syncResult('isSuccess', isSuccess?.(status), undefined), undefined)
    if (result !== undefined) this.span.setStatus({ code: result ? SpanStatusCode.OK : SpanStatusCode.ERROR })
    else if (isLeftByClient) this.span.setStatus({ code: SpanStatusCode.OK })
  }

  /** Sets the attributes for which the options have a value. Returns false if the request has already ended. */
  #finish(status: number): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    this.#open?.delete(this)
    this.#updateRoute()
    this.#updateOrigin() // Express may know it only now
    this.#update(USER, this.#valueOf('user'))
    this.#update(SESSION, this.#valueOf('session'))
    for (const action of this.#beforeEnd) callSafely(() => action(status))
    return true
  }

  #operation(): Operation {
    return lazyOperation({
      name: () => {
        const route = this.#updateRoute()
        const own: unknown = Reflect.get(Object(Reflect.get(this.span, OPERATION)), 'name')
        if (typeof own === 'string') return own
        const { method = 'GET' } = this.#request
        const name: unknown = Reflect.get(this.span, 'name')
        return requestName(typeof name === 'string' ? name : method, {
          'http.request.method': method,
          [ROUTE]: route,
        })
      },
      userId: () => this.#update(USER, this.#valueOf('user')),
      anonymousUserId: () => this.#attribute(ANONYMOUS_USER),
      sessionId: () => this.#update(SESSION, this.#valueOf('session')),
    })
  }

  /**
   * Sets and returns the route. A route for all paths is less specific than any other and not used if the response is a 404, so
   * it is set only at the end.
   */
  #updateRoute(): string | undefined {
    const route = this.#valueOf('routeOf') ?? resultOr(() => routeOf(this.#request), undefined)
    const isVague = route !== undefined && isCatchAll(route) && (!this.#isOver || this.#attribute(ROUTE) !== undefined)
    return this.#update(ROUTE, isVague ? undefined : route)
  }

  #updateOrigin(): void {
    const isTrusted = trustCheckOf(this.#options.find((options) => options.trustProxy !== undefined))
    const { address, scheme, host } = requestOrigin(this.#request, isTrusted)
    this.#update('client.address', this.#valueOf('clientIp') ?? address)
    this.#update('url.scheme', scheme)
    this.#update('http.host', host)
  }

  /** Sets an attribute of the span if the value is known. Returns the value, or else the attribute. */
  #update(attribute: string, value: string | undefined): string | undefined {
    const current = this.#attribute(attribute)
    if (value !== undefined && value !== current) this.span.setAttribute(attribute, value)
    return value ?? current
  }

  #attribute(name: string): string | undefined {
    const value: unknown = Reflect.get(Object(Reflect.get(this.span, 'attributes')), name)
    return typeof value === 'string' ? value : undefined
  }

  #valueOf(option: ValueOption): string | undefined {
    for (const options of this.#options) {
      const value: unknown = resultOr(() => syncResult(option, options[option]?.(this.#request), undefined), undefined)
      if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value)
    }
    return undefined
  }
}

// --- helpers ---

type ValueOption = 'routeOf' | 'user' | 'session' | 'clientIp'
