import { Hono } from 'hono'
import { LocalError } from '../errors'
import { readText } from '../read-text'
import type { LocalEnv } from '../safety'
import type { Fault } from './fault'
import type { Faults } from './faults'
import { parseFaults, toFaults } from './parse-fault'

/** Shows, sets and clears the faults of the endpoint while it runs. */
export function faultRoutes(faults: Faults): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.get('/api/faults', (c) => c.json({ faults: faults.active() }))
  routes.post('/api/faults', async (c) => {
    const text = await readText(c.req.raw, MAX_BODY_BYTES)
    if (text === undefined) return c.text(TOO_LARGE, 413, { connection: 'close' })
    try {
      faults.set(readFaults(text))
      return c.json({ faults: faults.active() })
    } catch (error) {
      if (!(error instanceof LocalError)) throw error
      return c.json({ error: { code: error.code, message: error.message } }, 400)
    }
  })
  routes.delete('/api/faults', (c) => {
    faults.set([])
    return c.json({ faults: [] })
  })
  return routes
}

// --- helpers ---

const MAX_BODY_BYTES = 64 * 1024
const TOO_LARGE = `The body must not exceed ${MAX_BODY_BYTES} bytes\n`

/** Accepts JSON, and also `503:10s,slow=2s` as it is, which is easier to type. */
function readFaults(body: string): readonly Fault[] {
  const text = body.trim()
  if (!/^[["{]/.test(text)) return parseFaults(text)
  const value = parseJson(text)
  return toFaults(Array.isArray(value) ? value : [value])
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LocalError('AZMON_LOCAL_OPTION', 'The body must be JSON, or faults such as 503:10s.', { cause })
  }
}
