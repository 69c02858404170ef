import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type ScriptedIngestion, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { afterEach, beforeEach } from '@jest/globals'
import { createTracing, type IncomingOptions, type Tracing } from '../src'

/** A registered tracing, its ingestion endpoint and at most one server, all of them new for each test of a file. */
export class TrackedServer {
  ingestion!: ScriptedIngestion
  tracing!: Tracing
  server: Server | undefined

  constructor() {
    beforeEach(async () => {
      this.ingestion = await startIngestion()
      this.tracing = createTracing({ connectionString: this.ingestion.connectionString, durability: 'memory' })
      this.tracing.register()
    })
    afterEach(async () => {
      this.server?.closeAllConnections()
      this.server?.close()
      this.server = undefined
      await this.tracing.close()
      await this.ingestion.close()
    })
  }

  /** Starts a server whose requests are tracked. Returns its address. */
  async serve(listener: RequestListener, options?: IncomingOptions): Promise<string> {
    const server = createServer(listener)
    this.tracing.trackRequests(server, options)
    return this.listen(server)
  }

  async listen(server: Server): Promise<string> {
    this.server = server
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  /** Waits for this number of rows of `requests`. */
  requests(count = 1): Promise<readonly WireEnvelope[]> {
    return this.#rows('RequestData', count)
  }

  /** Waits for this number of rows of `dependencies`. */
  dependencies(count = 1): Promise<readonly WireEnvelope[]> {
    return this.#rows('RemoteDependencyData', count)
  }

  /** The rows of `exceptions` that have arrived so far. */
  exceptions(): readonly WireEnvelope[] {
    return this.ingestion.accepted.filter(({ data }) => data.baseType === 'ExceptionData')
  }

  async #rows(baseType: string, count: number): Promise<readonly WireEnvelope[]> {
    let rows: readonly WireEnvelope[] = []
    while (rows.length < count) {
      await this.tracing.flush()
      rows = this.ingestion.accepted.filter(({ data }) => data.baseType === baseType)
      await new Promise(setImmediate)
    }
    return rows
  }
}

/** Sends a request and reads its whole response. */
export async function responseFrom(url: string, options = {}): Promise<IncomingMessage> {
  const sent = request(url, options)
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  await text(response)
  return response
}
