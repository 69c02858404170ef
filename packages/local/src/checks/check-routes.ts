import { Hono } from 'hono'
import { LocalError } from '../errors'
import type { LocalEnv } from '../safety'
import type { CheckList } from './check-list'

/** `GET /api/checks` evaluates the checks now. Without a file there are none. */
export function checkRoutes(checks: CheckList | undefined): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.get('/api/checks', async (c) => {
    try {
      return c.json({ checks: (await checks?.evaluate()) ?? [] })
    } catch (error) {
      if (!(error instanceof LocalError)) throw error
      return c.json({ error: { code: error.code, message: error.message } }, 400)
    }
  })
  return routes
}
