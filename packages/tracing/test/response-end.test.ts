import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from '@jest/globals'
import { onResponseEnd } from '../src'

let server: Server
let client: Socket

afterEach(() => {
  client.destroy()
  server.closeAllConnections()
  server.close()
})

const PATHS = Array.from({ length: 20 }, (_, index) => `/${index}`)

/** Pipelines 20 requests to a server. Returns their responses when all have arrived, and the paths of those that have ended. */
async function pipelined() {
  const responses: ServerResponse[] = []
  const ended: (string | undefined)[] = []
  let allArrived = () => {}
  const arrived = new Promise<void>((resolve) => {
    allArrived = resolve
  })
  server = createServer((request, response) => {
    onResponseEnd(request, response, () => ended.push(request.url))
    responses.push(response)
    if (responses.length === PATHS.length) allArrived()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.write(PATHS.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''))
  await arrived
  return { responses, ended }
}

/** The warnings of Node during `work`. */
async function warningsOf(work: () => Promise<unknown>): Promise<readonly Error[]> {
  const warnings: Error[] = []
  const keep = (warning: Error) => warnings.push(warning)
  process.on('warning', keep)
  await work()
  await new Promise(setImmediate)
  process.off('warning', keep)
  return warnings
}

describe('pipelined requests', () => {
  it('all end when their client leaves before the first response', async () => {
    const { ended } = await pipelined()
    expect(
      await warningsOf(async () => {
        client.destroy()
        while (ended.length < PATHS.length) await new Promise(setImmediate)
      }),
    ).toEqual([])
    expect(ended.sort()).toEqual([...PATHS].sort())
  })

  it('each end once, with their own response', async () => {
    const { ended, responses } = await pipelined()
    responses[1]?.end() // has to wait for the first response
    await new Promise(setImmediate)
    expect(ended).toEqual([])
    responses[0]?.end()
    while (ended.length < 2) await new Promise(setImmediate)
    expect(ended).toEqual(['/0', '/1'])
    for (const response of responses.slice(2)) response.end()
    while (ended.length < PATHS.length) await new Promise(setImmediate)
    client.end()
    await text(client)
    expect(ended).toEqual(PATHS)
  })
})

it.each(['destroys the response', 'has sent the response'])(
  'is called at once if the application %s before',
  async (how) => {
    let called = ''
    server = createServer((request, response) => {
      response.once('close', () => {
        onResponseEnd(request, response, () => {
          called += how
        })
        server.emit('seen')
      })
      if (how.startsWith('destroys')) response.destroy()
      else response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(server, 'seen')
    expect(called).toBe(how)
  },
)
