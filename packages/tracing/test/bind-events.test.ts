import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { PassThrough, pipeline } from 'node:stream'
import { OPERATION } from '@azmon/core/adapter'
import { takesLessThan } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { createTracing, requestUnderWay, type Tracing } from '../src'
import { bindEvents } from '../src/bind-events'

let tracing: Tracing
let server: Server | undefined
let socket: Socket | undefined

beforeEach(() => {
  tracing = createTracing({ disabled: true })
  tracing.register()
})

afterEach(async () => {
  socket?.destroy()
  server?.closeAllConnections()
  server?.close()
  await tracing.close()
})

const activeTrace = () => trace.getActiveSpan()?.spanContext().traceId

type Handler = (request: IncomingMessage, response: ServerResponse, saw: (what: string) => void) => void

/**
 * The events of one request, and whether each one was in the request's trace. The body arrives in two pieces, each after the
 * handler has handled the previous one; `leave` closes the connection in between.
 */
async function seenBy(handle: Handler, last: string, leave = false): Promise<Readonly<Record<string, boolean>>> {
  const seen: Record<string, boolean> = {}
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  let began = () => {}
  const beginning = new Promise<void>((resolve) => {
    began = resolve
  })
  server = createServer((request, response) => {
    const own = requestUnderWay(request)?.span.spanContext().traceId
    handle(request, response, (what) => {
      seen[what] = activeTrace() === own && (seen[what] ?? true)
      if (what === last) finish()
    })
    began()
  })
  tracing.trackRequests(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {})
  socket.resume()
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n')
  await beginning
  socket.write('ab')
  if (leave) socket.destroy()
  else socket.write('cd')
  await finished
  return seen
}

describe('a listener of a request or its response', () => {
  it("runs in the request's trace, whenever the body arrives", async () => {
    const seen = await seenBy((request, response, saw) => {
      request.on('data', () => saw('data'))
      request.on('end', () => {
        saw('end')
        setImmediate(() => saw('a callback of end'))
        setImmediate(() => response.end('done'))
      })
      request.on('close', () => saw('close of the request'))
      response.on('finish', () => saw('finish'))
      response.on('close', () => saw('close'))
    }, 'close')
    expect(seen).toEqual({
      data: true,
      end: true,
      'a callback of end': true,
      'close of the request': true,
      finish: true,
      close: true,
    })
  })

  it("runs in the request's trace when the client disconnects", async () => {
    const seen = await seenBy(
      (request, response, saw) => {
        request.on('aborted', () => saw('aborted')).on('error', () => saw('error'))
        response.on('close', () => saw('close'))
        request.resume()
      },
      'close',
      true,
    )
    expect(seen).toEqual({ aborted: true, error: true, close: true })
  })

  it("runs in the request's trace at the end of a pipeline", async () => {
    const seen = await seenBy((request, response, saw) => {
      const through = new PassThrough().on('data', () => saw('data'))
      pipeline(request, through, () => {
        saw('callback')
        response.end()
      })
      response.on('finish', () => saw('finish'))
    }, 'finish')
    expect(seen).toEqual({ data: true, callback: true, finish: true })
  })

  it('keeps the inner span that is active', async () => {
    let [inner, active]: (string | undefined)[] = []
    await seenBy((request, response, saw) => {
      request.resume().on('mine', () => {
        active = trace.getActiveSpan()?.spanContext().spanId
      })
      tracing.tracer.span('work', (span) => {
        inner = span.spanContext().spanId
        request.emit('mine')
      })
      response.on('finish', () => saw('finish')).end()
    }, 'finish')
    expect(active).toBe(inner)
  })
})

describe('an emitter with bound events', () => {
  const bound = () => {
    const emitter = new PassThrough()
    const operation = { name: 'GET /' }
    bindEvents(emitter, trace.setSpan(ROOT_CONTEXT, tracing.tracer.startSpan('GET')).setValue(OPERATION, operation))
    return emitter
  }

  it('keeps its listeners, its this and its keys', () => {
    const [emitter, plain] = [bound(), new PassThrough()]
    let self: unknown
    const listener = function (this: unknown, ...args: readonly unknown[]) {
      self = this
      heard.push(args)
    }
    const heard: (readonly unknown[])[] = []
    emitter.on('mine', listener)
    emitter.once('mine', listener)
    expect(emitter.listeners('mine')).toEqual([listener, listener])
    expect([emitter.emit('mine', 1, 2), emitter.emit('other')]).toEqual([true, false])
    expect([heard, self]).toEqual([
      [
        [1, 2],
        [1, 2],
      ],
      emitter,
    ])
    expect(emitter.listenerCount('mine')).toBe(1)
    expect(emitter.off('mine', listener).listenerCount('mine')).toBe(0)
    expect(Object.keys(emitter)).toEqual(Object.keys(plain))
    expect(() => emitter.emit('error', new Error('nobody listens'))).toThrow('nobody listens')
  })

  it('needs less than 5 µs more per event', () => {
    const emitter = bound().on('mine', () => {})
    const EVENTS = 10_000
    const emitAll = () => {
      for (let i = 0; i < EVENTS; i++) emitter.emit('mine')
    }
    expect(takesLessThan((EVENTS * 5) / 1_000, emitAll)).toBe(true)
  })
})
