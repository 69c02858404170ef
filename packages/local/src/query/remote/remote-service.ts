import { KqlError } from '@azmon/kql'
import { codeOf, LocalError, reasonOf } from '../../errors'
import { timeoutSignal } from '../../timeout-signal'
import { DEFAULT_TIMEOUT_MS, type QueryRequest } from '../query-source'
import { parseExactly } from './parse-exactly'
import { readQueryError, readReason } from './query-error'
import type { RequestHeaders } from './token-headers'

/** A service on the network that answers queries. */
export interface RemoteService {
  /** The name for messages. */
  readonly name: string
  readonly url: URL
  readonly headers: RequestHeaders
  /** Tells the user what to check if the service denies access. */
  readonly help: string
  readonly fetch: typeof fetch
}

/**
 * Posts a query as JSON and returns the parsed body of a response with status 200.
 * @throws KqlError or LocalError, as `QuerySource.query` does.
 */
export async function ask(
  service: RemoteService,
  request: QueryRequest,
  body: object,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { text, timeoutMs = DEFAULT_TIMEOUT_MS } = request
  const timeout = timeoutSignal(timeoutMs)
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
  try {
    const response = await service.fetch(service.url, {
      method: 'POST',
      headers: {
        ...headers,
        ...(await service.headers()),
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify(body),
      // A redirect would pass the key or token to another host.
      redirect: 'manual',
      signal,
    })
    const content = await readText(service, response)
    if (response.ok) return parseAnswer(service, content)
    throw refusal(service, response, content, text, timeoutMs)
  } catch (error) {
    if (timeout.aborted) throw timedOut(service, timeoutMs, error)
    if (error instanceof KqlError || error instanceof LocalError) throw error
    if (request.signal?.aborted)
      throw new LocalError('AZMON_LOCAL_QUERY_FAILED', 'The query was cancelled.', { cause: error })
    throw unreachable(service, error)
  }
}

// --- helpers, in order of use ---

/** The limit of Application Insights is 100 MB, that of Azure Data Explorer 64 MB. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024

async function readText({ name }: RemoteService, response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) {
      throw new LocalError(
        'AZMON_LOCAL_QUERY_FAILED',
        `The response of ${name} is too large. Select fewer columns or rows.`,
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parseAnswer({ name }: RemoteService, content: string): unknown {
  try {
    return parseExactly(content)
  } catch (cause) {
    throw new LocalError('AZMON_LOCAL_QUERY_FAILED', `${name} did not answer with JSON. Check its address.`, { cause })
  }
}

function refusal(service: RemoteService, response: Response, content: string, text: string, timeoutMs: number): Error {
  const { name, help } = service
  const { status } = response
  const reason = readReason(content)
  const said = reason === '' ? String(status) : `${status}: ${reason}`
  switch (status) {
    case 400:
      return readQueryError(content, text) ?? failed(`${name} refused the query: ${said}`)
    case 401:
    case 403:
      return new LocalError('AZMON_LOCAL_SOURCE_ACCESS', `${name} denied access (${said}). ${help}`)
    case 404:
      return new LocalError('AZMON_LOCAL_SOURCE_UNKNOWN', `${name} was not found (${said}). ${help}`)
    case 408:
    case 504:
      return timedOut(service, timeoutMs, undefined)
    case 429: {
      const seconds = response.headers.get('retry-after')
      const wait = seconds !== null && /^\d+$/.test(seconds) ? `in ${seconds} s` : 'later'
      return new LocalError(
        'AZMON_LOCAL_SOURCE_BUSY',
        `${name} limits how often it is queried (${said}). Try again ${wait}.`,
      )
    }
    default:
      return failed(`${name} answered ${said}.`)
  }
}

function failed(message: string): LocalError {
  return new LocalError('AZMON_LOCAL_QUERY_FAILED', message)
}

function timedOut({ name }: RemoteService, timeoutMs: number, cause: unknown): LocalError {
  return new LocalError(
    'AZMON_LOCAL_QUERY_TIMEOUT',
    `${name} did not answer within ${timeoutMs} ms. Restrict the time range of the query, or filter earlier.`,
    { cause },
  )
}

function unreachable({ name, url }: RemoteService, cause: unknown): LocalError {
  // fetch throws a TypeError, whose cause has the code of the system.
  const reason = typeof cause === 'object' && cause !== null && 'cause' in cause ? cause.cause : cause
  const detail = codeOf(reason) ?? reasonOf(reason)
  const service = name.includes(url.host) ? name : `${name} at ${url.origin}`
  const help =
    url.protocol === 'http:' ? 'Start it with npx azmon, or check the address.' : 'Check the address and your network.'
  return new LocalError('AZMON_LOCAL_SOURCE_UNREACHABLE', `Cannot connect to ${service} (${detail}). ${help}`, {
    cause,
  })
}
