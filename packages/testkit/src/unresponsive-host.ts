import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'

export interface UnresponsiveHost {
  readonly url: string
  close(): Promise<void>
}

/** Linux accepts one more connection than the backlog allows. */
const BACKLOG = 1

const LISTENER = `
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: ${BACKLOG} }, () => console.log(server.address().port))`

/**
 * Starts a host that neither accepts nor refuses connections, like one behind a firewall that drops packets. It is a stopped
 * process with a full backlog.
 */
export async function startUnresponsiveHost(): Promise<UnresponsiveHost> {
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
