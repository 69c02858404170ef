import type { Duplex } from 'node:stream'

/**
 * Calls `onStatus` with the status of a response written to a bare socket, as soon as its first bytes are written. Calls it
 * with undefined if the socket closes without a response.
 */
export function onFirstStatus(socket: Duplex, onStatus: (status: number | undefined) => void): void {
  let seen = ''
  const inspect = (chunk: unknown) => {
    if (typeof chunk === 'string') seen += chunk
    else if (chunk instanceof Uint8Array) seen += Buffer.from(chunk.subarray(0, STATUS_LENGTH)).toString('latin1')
    // Bytes that are not an HTTP response belong to the upgraded protocol.
    if (seen.length >= STATUS_LENGTH) done(Number(/^HTTP\/\d\.\d (\d{3})/.exec(seen)?.[1] ?? SWITCHING_PROTOCOLS))
  }
  const unwatch = [watch(socket, 'write', inspect), watch(socket, 'end', inspect)]
  const closed = () => done(undefined)
  socket.once('close', closed)
  const done = (status: number | undefined) => {
    for (const stop of unwatch) stop()
    socket.off('close', closed)
    onStatus(status)
  }
}

// --- helpers, in order of use ---

/** The number of characters up to the end of the status. */
const STATUS_LENGTH = 'HTTP/1.1 200'.length

const SWITCHING_PROTOCOLS = 101

/** Calls `inspect` with the first argument of each call to `method`. Returns a function that stops it. */
function watch(socket: Duplex, method: 'write' | 'end', inspect: (chunk: unknown) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(socket, method)
  const original = socket[method]
  let isStopped = false // other code may wrap our function and keep calling it after we stop
  const watched = (...args: readonly unknown[]) => {
    if (!isStopped) inspect(args[0])
    return Reflect.apply(original, socket, args)
  }
  Object.assign(socket, { [method]: watched })
  return () => {
    isStopped = true
    if (socket[method] !== watched) return
    if (own === undefined) Reflect.deleteProperty(socket, method)
    else Object.defineProperty(socket, method, own)
  }
}
