import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type FastifyBaseLogger, fastify } from 'fastify'
import pino from 'pino'
import pinoHttp, { type Options } from 'pino-http'
import { type AzureMonitorStream, azureMonitorStream } from '../src'

let ingestion: ScriptedIngestion
let stream: AzureMonitorStream

beforeEach(async () => {
  ingestion = await startIngestion()
  stream = azureMonitorStream({ connectionString: ingestion.connectionString, durability: 'memory' })
})

afterEach(async () => {
  await stream.close()
  await ingestion.close()
})

describe.each<[string, Options]>([
  ['its default options', {}],
  ['a short logger for the request', { quietReqLogger: true }],
])('of a request that pino-http logs with %s,', (_, options) => {
  const respond = (work: (request: IncomingMessage, response: ServerResponse) => number): RequestListener => {
    const log = pinoHttp(options, stream)
    return (request, response) => {
      log(request, response)
      response.statusCode = work(request, response)
      response.end()
    }
  }

  it('an error that was logged before is one exception', async () => {
    const rows = await rowsAfter(
      respond((request, response) => {
        response.err = new RangeError('expired in 03/24')
        request.log.error(response.err)
        return 500
      }),
    )
    expect(rows).toEqual(['RangeError: expired in 03/24 (3)', 'request errored (3)'])
  })

  it('an error that is only on the response is an exception of severity 3', async () => {
    const rows = await rowsAfter(
      respond((_request, response) => {
        response.err = new RangeError('expired in 03/24')
        return 503
      }),
    )
    expect(rows).toEqual(['RangeError: expired in 03/24 (3)'])
  })

  it('another error than the one that was logged is a second exception', async () => {
    const rows = await rowsAfter(
      respond((request, response) => {
        request.log.error(new RangeError('expired in 03/24'))
        response.err = new TypeError('no reader')
        return 500
      }),
    )
    expect(rows).toEqual(['RangeError: expired in 03/24 (3)', 'TypeError: no reader (3)'])
  })

  it('an error that pino-http makes from the status is an exception of severity 3 if there is no other', async () => {
    expect(await rowsAfter(respond(() => 500))).toEqual(['Error: failed with status code 500 (3)'])
  })

  it('an error that pino-http makes from the status is no second exception', async () => {
    const rows = await rowsAfter(
      respond((request) => {
        request.log.error(new RangeError('expired in 03/24'))
        return 500
      }),
    )
    expect(rows).toEqual(['RangeError: expired in 03/24 (3)', 'request errored (3)'])
    expect(ingestion.accepted[1]?.data.baseData.properties).not.toHaveProperty('err')
  })

  it('the reason of a refusal is no exception, but a property', async () => {
    const rows = await rowsAfter(
      respond((_request, response) => {
        response.err = new RangeError('no such order')
        return 404
      }),
    )
    expect(rows).toEqual(['request errored (1)'])
    expect(ingestion.accepted[0]?.data.baseData.properties?.['err']).toContain('no such order')
  })

  it('the same error in two requests is two exceptions', async () => {
    const error = new RangeError('expired in 03/24')
    const listener = respond((_request, response) => {
      response.err = error
      return 500
    })
    expect(await rowsAfter(listener, 2)).toEqual([
      'RangeError: expired in 03/24 (3)',
      'RangeError: expired in 03/24 (3)',
    ])
  })
})

describe('of a request that Fastify logs,', () => {
  const rowsOf = async (handle: (log: FastifyBaseLogger) => never) => {
    const app = fastify({ loggerInstance: pino(stream) as FastifyBaseLogger })
    app.get('/', async ({ log }) => handle(log))
    await fetch(await app.listen({ port: 0, host: '127.0.0.1' }))
    await app.close()
    await stream.flush()
    return texts().slice(1) // the first is about the server
  }

  it('an error that was logged before is one exception', async () => {
    const rows = await rowsOf((log) => {
      const error = new RangeError('expired in 03/24')
      log.error(error)
      throw error
    })
    expect(rows).toEqual([
      'incoming request (1)',
      'RangeError: expired in 03/24 (3)',
      'expired in 03/24 (3)',
      'request completed (1)',
    ])
  })

  it('the reason of a refusal is no exception', async () => {
    const rows = await rowsOf(() => {
      throw Object.assign(new RangeError('no such order'), { statusCode: 404 })
    })
    expect(rows).toEqual(['incoming request (1)', 'no such order (1)', 'request completed (1)'])
  })
})

// --- helpers, in order of use ---

async function rowsAfter(listener: RequestListener, requests = 1): Promise<readonly string[]> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  for (let count = 0; count < requests; count++) {
    await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/orders/7`)).text()
  }
  server.closeAllConnections()
  server.close()
  await stream.flush()
  return texts()
}

/** The text and severity of each row. */
function texts(): readonly string[] {
  return ingestion.accepted.map(({ data: { baseData } }) => {
    const { message, severityLevel, exceptions: [exception] = [] } = baseData
    return `${exception === undefined ? message : `${exception.typeName}: ${exception.message}`} (${severityLevel})`
  })
}
