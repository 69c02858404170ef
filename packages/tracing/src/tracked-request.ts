import type { IncomingMessage } from 'node:http'
import { atOnce, OPERATION, type Operation } from '@azmon/core/adapter'
import { type Context, type Span, SpanStatusCode, trace } from '@opentelemetry/api'
import { CLIENT_CLOSED_REQUEST } from './answer-status'
import { guarded } from './guarded'
import type { IncomingOptions } from './incoming-options'
import { requestName } from './mapping/request-name'
import type { OpenRequest, OpenRequests } from './open-requests'
import { askedLate, SESSION, USER } from './operation'

/** A request that is under way. */
export interface StartedRequest {
  readonly span: Span
  /** What is done for the request is to run in it. */
  readonly context: Context
}

/** Whose options are asked what a request is: whoever comes by it later knows more of it, and is asked first. */
export class TrackedRequest implements StartedRequest, OpenRequest {
  readonly span: Span
  readonly context: Context
  readonly #request: IncomingMessage
  readonly #options: IncomingOptions[] = []
  readonly #open: OpenRequests | undefined
  #isOver = false

  constructor(request: IncomingMessage, span: Span, within: Context, open: OpenRequests | undefined) {
    this.#request = request
    this.#open = open
    this.span = span
    this.context = trace.setSpan(within, span).setValue(OPERATION, this.#operation())
  }

  /** Somebody comes by who may know something. */
  join(options: IncomingOptions): this {
    if (!this.#options.includes(options)) this.#options.unshift(options)
    const ip = this.#ask('clientIp') // here, because a socket that is closed has no address any more
    if (ip !== undefined) this.span.setAttribute('client.address', ip)
    return this
  }

  /** What is known now, on the span; the last moment for it is before the span ends. */
  learn(): void {
    const known = { 'http.route': 'routeOf', [USER]: 'user', [SESSION]: 'session', 'client.address': 'clientIp' }
    for (const [attribute, question] of Object.entries(known)) this.#learn(attribute, question as Question)
  }

  /** What the application says of a status; nothing where it says nothing. */
  judge(status: number): void {
    const isSuccess = this.#options.find((options) => options.isSuccess !== undefined)?.isSuccess
    if (isSuccess === undefined || status === CLIENT_CLOSED_REQUEST) return
    const said = guarded(() => atOnce('isSuccess', isSuccess(status), undefined), undefined)
    if (said !== undefined) this.span.setStatus({ code: said ? SpanStatusCode.OK : SpanStatusCode.ERROR })
  }

  /** A second time, nothing happens. */
  end(status: number): void {
    if (!this.#isEndedNow()) return
    this.span.setAttribute('http.response.status_code', status)
    this.judge(status)
    this.span.end()
  }

  interrupt(status: number): void {
    if (!this.#isEndedNow()) return
    this.span.setAttributes({ 'http.response.status_code': status, interrupted: true })
    this.span.setStatus({ code: SpanStatusCode.ERROR })
    this.span.end()
  }

  #isEndedNow(): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    this.#open?.delete(this)
    this.learn()
    return true
  }

  #operation(): Operation {
    return askedLate({
      name: () => {
        const route = this.#learn('http.route', 'routeOf')
        const { method = 'GET' } = this.#request
        const name: unknown = Reflect.get(this.span, 'name')
        return requestName(typeof name === 'string' ? name : method, {
          'http.request.method': method,
          'http.route': route,
        })
      },
      userId: () => this.#learn(USER, 'user'),
      sessionId: () => this.#learn(SESSION, 'session'),
    })
  }

  /** On the span from now on, too; where nobody knows, what is there already. */
  #learn(attribute: string, question: Question): string | undefined {
    const answer = this.#ask(question)
    const known: unknown = Reflect.get(Object(Reflect.get(this.span, 'attributes')), attribute)
    if (answer === undefined) return typeof known === 'string' ? known : undefined
    if (answer !== known) this.span.setAttribute(attribute, answer)
    return answer
  }

  #ask(question: Question): string | undefined {
    for (const options of this.#options) {
      const answer: unknown = guarded(() => atOnce(question, options[question]?.(this.#request), undefined), undefined)
      if (typeof answer === 'number' || (typeof answer === 'string' && answer !== '')) return String(answer)
    }
    return undefined
  }
}

// --- helpers ---

type Question = 'routeOf' | 'user' | 'session' | 'clientIp'
