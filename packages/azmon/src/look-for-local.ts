import { get, type IncomingMessage } from 'node:http'

/** The default URL of `npx azmon`. */
const LOCAL = 'http://127.0.0.1:4380/'

/**
 * Looks for a local Application Insights, for a program without a connection string. Returns advice on how to connect to it.
 * Never rejects, and does not keep the process alive.
 */
export async function lookForLocal(url = LOCAL): Promise<string | undefined> {
  const connectionString = await askForConnectionString(url).catch(() => '')
  if (!isLocal(connectionString, new URL(url).origin)) return undefined
  const fix = `To send this program's telemetry to it, set APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}".`
  return `A local Application Insights is running on ${url}. ${fix}`
}

// --- helpers, in order of use ---

/** Any program may listen on that port, so accepts only what a local Application Insights answers there. */
function isLocal(connectionString: string, origin: string): boolean {
  const [, key = ''] = /^InstrumentationKey=([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12});/.exec(connectionString) ?? []
  return connectionString === `InstrumentationKey=${key};IngestionEndpoint=${origin};LiveEndpoint=${origin}`
}

/** Longer than a program on this machine needs. */
const LIMIT_MS = 1_000

function askForConnectionString(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(LIMIT_MS)
    const request = get(new URL('connection-string', url), { agent: false, signal }, (response) => {
      firstLine(response).then(resolve, reject)
    })
    request.on('socket', (socket) => socket.unref())
    request.on('error', reject)
  })
}

const MAX_CHARACTERS = 1_000

async function firstLine(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n') || text.length > MAX_CHARACTERS) break // this also closes the response
  }
  return text.split('\n', 1)[0] ?? ''
}
