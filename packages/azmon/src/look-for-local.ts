import { get, type IncomingMessage } from 'node:http'

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
      firstLine(response).then(resolve, reject)
    })
    request.on('socket', (socket) => socket.unref())
    request.on('timeout', () => request.destroy())
    request.on('error', reject)
  })
}

/** Whoever answers there may be anybody. */
const MAX_CHARACTERS = 1_000

async function firstLine(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n') || text.length > MAX_CHARACTERS) break // leaving the loop ends the answer
  }
  return text.split('\n', 1)[0] ?? ''
}
