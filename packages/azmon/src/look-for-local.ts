import { get } from 'node:http'
import { text } from 'node:stream/consumers'

/** Where `npx azmon` listens unless it is told otherwise. */
const LOCAL = 'http://127.0.0.1:4380/'

/**
 * For a program that sends nowhere: how to look, where a local Application Insights is running. Never rejects, and keeps no
 * process alive.
 */
export async function lookForLocal(url = LOCAL): Promise<string | undefined> {
  const connectionString = await askForConnectionString(url).catch(() => '')
  if (!connectionString.startsWith('InstrumentationKey=')) return undefined
  const cure = `To look at this program there, set APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}".`
  return `A local Application Insights answers on ${url}. ${cure}`
}

// --- helpers ---

function askForConnectionString(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(new URL('connection-string', url), { agent: false, timeout: 1_000 }, (response) => {
      text(response).then((body) => resolve(body.trimEnd()), reject)
    })
    request.on('socket', (socket) => socket.unref())
    request.on('timeout', () => request.destroy())
    request.on('error', reject)
  })
}
