import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Stats } from '@azmon/core'
import type { FromPayments } from './messages'

export interface Payments {
  readonly url: string
  /** Of its telemetry, as far as it has told. */
  stats(): readonly Stats[]
  /** Sends what is left, and ends it. */
  close(): Promise<void>
}

/** Starts the payments service, in a process of its own. */
export async function startPayments(connectionString: string): Promise<Payments> {
  const child = fork(join(__dirname, 'main.js'), {
    env: { ...process.env, APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString },
  })
  // What it tells last may come after its exit.
  const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  let told: FromPayments = {}
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: FromPayments) => {
      if (message.url !== undefined) resolve(message.url)
      told = { ...told, ...message }
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error('The payments service has ended before it was ready.')))
  })
  return {
    url,
    stats: () => [told.logs ?? [], told.rest ?? []].flat(),
    close: async () => {
      if (child.connected) child.send('end')
      await ended
    },
  }
}
