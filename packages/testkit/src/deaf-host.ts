import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'

export interface DeafHost {
  readonly url: string
  close(): Promise<void>
}

/** Linux queues one connection more than the backlog says. */
const BACKLOG = 1

const LISTENER = `
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: ${BACKLOG} }, () => console.log(server.address().port))`

/**
 * An address where a connection is neither made nor refused, as behind a firewall that drops packets: a stopped process
 * whose queue of connections to accept is full.
 */
export async function startDeafHost(): Promise<DeafHost> {
  const child = spawn(process.execPath, ['-e', LISTENER], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [printed] = await once(child.stdout, 'data')
  const port = Number(printed)
  child.kill('SIGSTOP')
  const queued = Array.from({ length: BACKLOG + 1 }, () => connect(port, '127.0.0.1'))
  await Promise.all(queued.map((socket) => once(socket, 'connect')))
  const close = async () => {
    for (const socket of queued) socket.destroy()
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  return { url: `http://127.0.0.1:${port}`, close }
}
