import { get, type IncomingMessage } from 'node:http'

/** The default URL of `npx azmon`. */
const LOCAL = 'http://127.0.0.1:4380/'

/**
 * Looks for a local Application Insights, for a program without a connection string. Returns advice on how to connect to it.
 * Never rejects, and does not keep the process alive.
 */
export async function lookForLocal(url = LOCAL): Promise<string | undefined> {
  const connectionString = await askForConnectionString(url).catch(() => '')
  if (!connectionString.startsWith('InstrumentationKey=')) return undefined
  const fix = `To send this program's telemetry to it, set APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}".`
  return `A local Application Insights is running on ${url}. ${fix}`
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

/** Limited, because any server may be listening on that port. */
const MAX_CHARACTERS = 1_000

async function firstLine(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n') || text.length > MAX_CHARACTERS) break // this also closes the response
  }
  return text.split('\n', 1)[0] ?? ''
}
