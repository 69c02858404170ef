import { errorMonitor } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { callSafely } from '@azmon/core/adapter'
import type { OutgoingCall } from './call'
import type { CallHeaders } from './call-headers'
import type { OutgoingCalls } from './calls'
import { isAbort } from './cancellation'
import { headersOf, onCreated, onHeaders, onResponse } from './http-hooks'
import { onConnectedUrl, requestUrl } from './request-url'
import { watchBody } from './response-body'

/** Tracks requests made with `http` and `https`. Returns a function that stops it. */
export function trackHttp(calls: OutgoingCalls): () => void {
  /** The value is undefined for a request that is not tracked. */
  const known = new WeakMap<ClientRequest, OutgoingCall | undefined>()
  const begin = (request: ClientRequest, headers: CallHeaders) => {
    if (known.has(request)) return
    const { url, isUncertain } = requestUrl(request, headers)
    const call = calls.begin({ method: request.method, url, headers })
    known.set(request, call)
    if (call === undefined) return
    if (isUncertain) onConnectedUrl(request, (connected) => call.span.setAttribute('url.full', connected))
    watchRequest(request, call)
  }
  const stops = [
    onCreated((request) => callSafely(() => begin(request, headersOf(request)))),
    onHeaders((request, headers) => {
      const call = known.get(request)
      if (call === undefined) callSafely(() => begin(request, headers))
      else callSafely(() => calls.propagateAgain(call, headers))
    }),
    onResponse((request, response) => {
      const call = known.get(request)
      if (call !== undefined) watchResponse(response, call)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

// --- helpers, in order of use ---

/** Ends the call if there is no response. */
function watchRequest(request: ClientRequest, call: OutgoingCall): void {
  watchDestroy(request, (error) => call.willCancel(error))
  request.once('timeout', () => call.timeOut())
  // errorMonitor does not count as a listener, so an unhandled error still ends the process.
  request.once(errorMonitor, (error: Error) => (isAbort(error) ? call.cancel(error) : call.fail(error)))
  request.once('close', () => {
    // Do not listen for 'upgrade', because a listener would keep open a connection that Node would otherwise close.
    const { statusCode } = Object(Reflect.get(request, 'res')) as Partial<IncomingMessage>
    if (statusCode === SWITCHING_PROTOCOLS) {
      call.respond(statusCode)
      call.complete()
    } else if (statusCode === undefined) call.cancel()
  })
}

const SWITCHING_PROTOCOLS = 101

/** Ends the call with the response, whether or not it is complete. */
function watchResponse(response: IncomingMessage, call: OutgoingCall): void {
  const { socket } = response
  call.respond(response.statusCode ?? 0)
  watchBody(response, call, () => response.complete && call.complete())
  watchDestroy(response, (error) => {
    if (!socket.destroyed) call.willCancel(error) // else Node destroys the response, because it has lost the connection
  })
  response.once('close', () => call.breakOff())
}

/**
 * Wraps `destroy`, because the events do not tell whether the application ended the call or the server closed the connection.
 */
function watchDestroy(stream: ClientRequest | IncomingMessage, onDestroy: (error: unknown) => void): void {
  const { destroy } = stream
  const watched = function (this: unknown, error?: Error) {
    onDestroy(error)
    return Reflect.apply(destroy, this, [error])
  }
  Object.defineProperty(stream, 'destroy', { value: watched, writable: true, configurable: true })
}
