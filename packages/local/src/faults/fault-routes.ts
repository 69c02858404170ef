import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { LocalError } from '../errors'
import type { LocalEnv } from '../safety'
import type { Fault } from './fault'
import type { Faults } from './faults'
import { parseFaults, toFaults } from './parse-fault'

/** Shows, sets and clears the faults of the endpoint while it runs. */
export function faultRoutes(faults: Faults): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.get('/api/faults', (c) => c.json({ faults: faults.active() }))
  routes.post('/api/faults', limitedBody, async (c) => {
    try {
      faults.set(readFaults(await c.req.text()))
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

const limitedBody = bodyLimit({ maxSize: 64 * 1024 })

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
