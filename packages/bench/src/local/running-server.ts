import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ServerMessage, Usage } from './server'

/** A local Application Insights in a process of its own. */
export class RunningServer {
  readonly url: string
  readonly #child: ChildProcess

  /** @param data the path of the database, or undefined for one in memory */
  static async start(data: string | undefined): Promise<RunningServer> {
    const child = fork(join(__dirname, 'server.js'), data === undefined ? [] : [data])
    const { url } = await nextMessage<{ url: string }>(child)
    return new RunningServer(child, url)
  }

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  usage(): Promise<Usage> {
    const usage = nextMessage<Usage>(this.#child)
    this.#child.send('usage')
    return usage
  }

  async close(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.send('close')
    await exited
  }
}

async function nextMessage<T extends ServerMessage>(child: ChildProcess): Promise<T> {
  const ended = new AbortController()
  const exited = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`The server ended with ${code}.`)
  })
  const [message] = await Promise.race([once(child, 'message'), exited])
  exited.catch(() => undefined)
  ended.abort()
  return message
}
