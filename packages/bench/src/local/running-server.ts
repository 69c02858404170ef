import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { LocalOptions } from '@azmon/local'
import type { ServerMessage, Usage } from './server'

/** A local Application Insights in a process of its own. */
export class RunningServer {
  readonly url: string
  readonly #child: ChildProcess

  static async start(options: LocalOptions): Promise<RunningServer> {
    const child = fork(join(__dirname, 'server.js'), [JSON.stringify(options)])
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
