import { OPERATION, type Operation, SAMPLING, type SamplingDecision } from '@azmon/core/adapter'
import type {
  Attributes,
  AttributeValue,
  Exception,
  Link,
  Span,
  SpanContext,
  SpanKind,
  SpanStatus,
  TimeInput,
} from '@opentelemetry/api'
import type { JoinedSpans } from './joined-spans'
import { ROUTE } from './mapping/request-name'
import { isCatchAll } from './routes/wildcard'
import { pathOf } from './same-request'
import { REQUEST, type RequestSpan, type SpanInheritance } from './span-inheritance'

/**
 * A server span that a framework starts for a request that already has one. All its data goes to the span of the request,
 * except for attributes that the server knows better. Ending it does not end the request.
 */
export class JoinedSpan implements Span, SpanInheritance {
  readonly [REQUEST]: RequestSpan
  readonly #request: RequestSpan
  /** The request's path as the framework sees it, which must not become a name. */
  readonly #path: string | undefined
  readonly #joined: Pick<JoinedSpans, 'end'>
  #isOver = false

  constructor(request: RequestSpan, attributes: Attributes, links: readonly Link[]) {
    this[REQUEST] = request
    this.#request = request
    this.#path = pathOf(attributes)
    this.#joined = request.join()
    this.setAttributes(attributes)
    this.addLinks([...links])
  }

  get name(): string {
    return this.#request.name
  }

  get kind(): SpanKind {
    return this.#request.kind
  }

  get attributes(): Readonly<Attributes> {
    return this.#request.attributes
  }

  get [SAMPLING](): SamplingDecision {
    return this.#request[SAMPLING]
  }

  get [OPERATION](): Operation | undefined {
    return this.#request[OPERATION]
  }

  spanContext(): SpanContext {
    return this.#request.spanContext()
  }

  isRecording(): boolean {
    return !this.#isOver && this.#request.isRecording()
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (!this.#isOver && isAccepted(key, value)) this.#request.setAttribute(key, value)
    return this
  }

  setAttributes(attributes: Attributes): this {
    const entries = Object.entries(attributes).filter(([key, value]) => isAccepted(key, value))
    if (!this.#isOver) this.#request.setAttributes(Object.fromEntries(entries))
    return this
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (!this.#isOver) this.#request.addEvent(name, attributesOrTime, time)
    return this
  }

  recordException(exception: Exception, time?: TimeInput): void {
    if (!this.#isOver) this.#request.recordException(exception, time)
  }

  addLink(link: Link): this {
    return this.addLinks([link])
  }

  addLinks(links: Link[]): this {
    if (!this.#isOver) this.#request.addLinks(links)
    return this
  }

  setStatus(status: SpanStatus): this {
    if (!this.#isOver) this.#request.setStatus(status)
    return this
  }

  /**
   * Frameworks name a request without a route after its path, of which clients can create any number, or after middleware for
   * all paths.
   */
  updateName(name: string): this {
    const words = String(name).split(' ')
    const isVague = words.some((word) => isCatchAll(word) || word.replace(/[?#].*/s, '') === this.#path)
    if (!this.#isOver && !isVague) this.#request.updateName(name)
    return this
  }

  end(): void {
    if (!this.#isOver) this.#joined.end()
    this.#isOver = true
  }
}

// --- helpers ---

function isAccepted(key: string, value: AttributeValue | undefined): boolean {
  return !SERVER_ATTRIBUTES.has(key) && !(key === ROUTE && isCatchAll(String(value)))
}

/** The attributes that the server sets itself: it sees the whole URL, and the status that the client receives. */
const SERVER_ATTRIBUTES: ReadonlySet<string> = new Set([
  'http.request.method',
  'http.method',
  'url.full',
  'url.scheme',
  'url.path',
  'url.query',
  'http.url',
  'http.scheme',
  'http.target',
  'http.host',
  'server.address',
  'server.port',
  'net.host.name',
  'net.host.port',
  'client.address',
  'http.client_ip',
  'user_agent.original',
  'http.user_agent',
  'http.response.status_code',
  'http.status_code',
])
