import type { Duplex } from 'node:stream'

/**
 * Tells the status of the answer that is written to a bare socket, as soon as it begins; undefined where the socket is closed
 * without one.
 */
export function onFirstStatus(socket: Duplex, tell: (status: number | undefined) => void): void {
  let seen = ''
  const look = (chunk: unknown) => {
    if (typeof chunk === 'string') seen += chunk
    else if (chunk instanceof Uint8Array) seen += Buffer.from(chunk.subarray(0, STATUS_LINE)).toString('latin1')
    // Whatever does not begin an answer of HTTP is the other protocol already.
    if (seen.length >= STATUS_LINE) done(Number(/^HTTP\/\d\.\d (\d{3})/.exec(seen)?.[1] ?? SWITCHING_PROTOCOLS))
  }
  const unwatch = [watch(socket, 'write', look), watch(socket, 'end', look)]
  const closed = () => done(undefined)
  socket.once('close', closed)
  const done = (status: number | undefined) => {
    for (const stop of unwatch) stop()
    socket.off('close', closed)
    tell(status)
  }
}

// --- helpers, in order of use ---

/** Until behind the status. */
const STATUS_LINE = 'HTTP/1.1 200'.length

const SWITCHING_PROTOCOLS = 101

/** Looks at what is given to `method`. Returns how to stop. */
function watch(socket: Duplex, method: 'write' | 'end', look: (chunk: unknown) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(socket, method)
  const original = socket[method]
  let isStopped = false // somebody may have wrapped ours meanwhile, and keep it
  const watched = (...args: readonly unknown[]) => {
    if (!isStopped) look(args[0])
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
