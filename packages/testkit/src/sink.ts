import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Conditions } from './conditions'
import { decodeBody, type WireEnvelope } from './decode-body'
import { TEST_KEY } from './scripted-ingestion'

/** A status, or something worse. `half`: the answer breaks off in the middle. `drip`: it comes a byte a second. */
export type SinkAnswer = 'accept' | 'reset' | 'hang' | 'half' | 'drip' | number

/** An endpoint for very many items: hands them on and keeps none. */
export interface Sink extends AsyncDisposable {
  readonly url: string
  readonly connectionString: string
  readonly requests: number
  /** Items it said yes to, as often as it did. */
  readonly accepted: number
  /** From now on asks `next` how to answer each request. */
  answers(next: () => SinkAnswer): void
  /** Resolves when so many items have been accepted. */
  untilAccepted(items: number): Promise<void>
  /** Resolves when so many requests have come. */
  untilRequested(requests: number): Promise<void>
}

export async function startSink(onAccepted: (items: readonly WireEnvelope[]) => void): Promise<Sink> {
  let answerOf: () => SinkAnswer = () => 'accept'
  let requests = 0
  let accepted = 0
  const conditions = new Conditions()

  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const items = await readItems(request)
    if (items === undefined) return
    requests++
    const answer = answerOf()
    if (answer === 'accept') {
      accepted += items.length
      onAccepted(items)
    }
    conditions.check()
    send(answer, items.length, request, response)
  }
  const server = createServer(onRequest)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    connectionString: `InstrumentationKey=${TEST_KEY};IngestionEndpoint=${url}`,
    get requests() {
      return requests
    },
    get accepted() {
      return accepted
    },
    answers: (next) => {
      answerOf = next
    },
    untilAccepted: (items) => conditions.until(() => accepted >= items),
    untilRequested: (count) => conditions.until(() => requests >= count),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

// --- helpers, in order of use ---

/** Undefined when the client went away in the middle. */
async function readItems(request: IncomingMessage): Promise<readonly WireEnvelope[] | undefined> {
  try {
    return decodeBody(await buffer(request), request.headers['content-encoding'])
  } catch {
    request.socket.destroy()
    return undefined
  }
}

function send(answer: SinkAnswer, items: number, request: IncomingMessage, response: ServerResponse): void {
  const yes = JSON.stringify({ itemsReceived: items, itemsAccepted: items, errors: [] })
  switch (answer) {
    case 'accept':
      response.writeHead(200, { 'content-type': 'application/json' }).end(yes)
      return
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'hang':
      return
    case 'half':
      response.writeHead(200, { 'content-length': yes.length })
      response.write(yes.slice(0, 10), () => request.socket.destroy())
      return
    case 'drip':
      response.writeHead(200, { 'content-length': yes.length })
      drip(yes, request, response)
      return
    default:
      response.writeHead(answer).end()
  }
}

function drip(text: string, request: IncomingMessage, response: ServerResponse): void {
  let sent = 0
  const timer = setInterval(() => response.write(text.charAt(sent++)), 1_000).unref()
  request.socket.on('close', () => clearInterval(timer))
}
