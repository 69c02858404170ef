import { once } from 'node:events'
import { request as ask, type ClientRequest, type IncomingMessage, type RequestOptions, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type AzureMonitorStream, azureMonitorStream } from '@azmon/pino'
import { type ScriptedIngestion, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { createTracing, type Tracing } from '@azmon/tracing'
import { AzureMonitorTransport } from '@azmon/winston'
import type { Express } from 'express'
import pino from 'pino'
import winston from 'winston'

/** An ingestion endpoint, and the tracing and loggers that send to it. */
export interface Stage {
  readonly ingestion: ScriptedIngestion
  readonly tracing: Tracing
  readonly winston: winston.Logger
  readonly pino: pino.Logger
  serve(app: Express): Promise<string>
  /** Waits for this number of items of these kinds. Returns all of them. */
  arrived(count: number, ...kinds: readonly string[]): Promise<readonly WireEnvelope[]>
  close(): Promise<void>
}

export async function startStage(): Promise<Stage> {
  const ingestion = await startIngestion()
  const { connectionString } = ingestion
  const options = { connectionString, durability: 'memory', redactKeys: ['ssn'] } as const
  const tracing = createTracing(options)
  tracing.register()
  const transport = new AzureMonitorTransport(options)
  const stream: AzureMonitorStream = azureMonitorStream(options)
  const servers: Server[] = []
  return {
    ingestion,
    tracing,
    winston: winston.createLogger({ level: 'silly', transports: [transport] }),
    pino: pino({ level: 'trace' }, stream),
    serve: async (app) => {
      const server = app.listen(0, '127.0.0.1')
      servers.push(server)
      await once(server, 'listening')
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    arrived: async (count, ...kinds) => {
      for (;;) {
        await Promise.all([tracing.flush(), transport.flush(), stream.flush()])
        const rows = ingestion.accepted.filter(({ data }) => kinds.includes(data.baseType))
        if (rows.length >= count) return rows
        await new Promise(setImmediate)
      }
    },
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
      }
      await Promise.all([tracing.close(), stream.close()])
      transport.close()
      await ingestion.close()
    },
  }
}

export async function responseFrom(url: string, options: RequestOptions = {}): Promise<IncomingMessage> {
  const [response] = (await once(sendRequest(url, options), 'response')) as [IncomingMessage]
  await text(response)
  return response
}

/** Sends a request. */
export function sendRequest(url: string, options: RequestOptions = {}): ClientRequest {
  const request = ask(url, options)
  request.end()
  return request
}

export function dimensions({ data }: WireEnvelope): Readonly<Record<string, string>> {
  return data.baseData.properties ?? {}
}
