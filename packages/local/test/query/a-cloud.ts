import { createServer, type IncomingHttpHeaders } from 'node:http'
import { json } from 'node:stream/consumers'

export interface CloudRequest {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

export interface CloudReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** A string is sent as it is. */
  readonly body: unknown
}

/** A service of Azure on loopback. Every host name leads to it. */
export interface Cloud extends AsyncDisposable {
  readonly requests: readonly CloudRequest[]
  /** Connects to the service under any address. */
  readonly fetch: typeof fetch
  /** Sets the reply to all later requests. Undefined leaves them without a reply. */
  replies(reply: CloudReply | undefined): void
}

export async function startCloud(): Promise<Cloud> {
  const requests: CloudRequest[] = []
  let next: CloudReply | undefined
  const server = createServer(async (request, response) => {
    const asked = new URL(String(request.headers['x-asked']))
    requests.push({ url: asked.href, headers: request.headers, body: await json(request) })
    if (next === undefined) return
    const { status = 200, headers = {}, body } = next
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    requests,
    fetch: (input, init) => {
      const { href, pathname } = new URL(String(input))
      return fetch(`http://127.0.0.1:${port}${pathname}`, { ...init, headers: { ...init?.headers, 'x-asked': href } })
    },
    replies: (reply) => {
      next = reply
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** The response of the query API to `traces | take 1`. */
export function anAnswer(columns: readonly (readonly [string, string])[], ...rows: readonly (readonly unknown[])[]) {
  return { tables: [{ name: 'PrimaryResult', columns: columns.map(([name, type]) => ({ name, type })), rows }] }
}
