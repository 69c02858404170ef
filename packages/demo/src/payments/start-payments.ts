import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Stats } from '@azmon/core'
import type { FromPayments } from './messages'
import type { Version } from './three-d-secure'

export interface Payments {
  readonly url: string
  /** Returns the statistics that the service reported last. */
  stats(): readonly Stats[]
  /** Makes the service send its remaining telemetry and exit. */
  close(): Promise<void>
}

/** Starts a release of the payments service in a separate process. */
export async function startPayments(connectionString: string, version: Version): Promise<Payments> {
  const child = fork(join(__dirname, 'main.js'), [version], {
    env: { ...process.env, APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString },
  })
  // The last message may arrive after the process has exited.
  const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  let reported: FromPayments = {}
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: FromPayments) => {
      if (message.url !== undefined) resolve(message.url)
      reported = { ...reported, ...message }
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error('The payments service ended before it was ready. See its output above.')))
  })
  return {
    url,
    stats: () => [reported.logs ?? [], reported.rest ?? []].flat(),
    close: async () => {
      if (child.connected) child.send('end')
      await ended
    },
  }
}
