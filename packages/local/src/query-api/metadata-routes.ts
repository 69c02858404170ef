import { Hono } from 'hono'
import type { LocalEnv } from '../safety'
import { metadata, type Naming } from './metadata'
import { ifPathEnds, RESOURCE_PATHS } from './resource-path'

/** The names of all tables and columns, for the editors of clients. */
export function metadataRoutes(): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  for (const prefix of ['', '/v1']) {
    routes.on(METHODS, `${prefix}/apps/:id/metadata`, (c) => c.json(metadata('application')))
    routes.on(METHODS, `${prefix}/workspaces/:id/metadata`, (c) => c.json(metadata('workspace')))
  }
  const ofResource = ifPathEnds(/\/metadata$/, async (c) => c.json(metadata(namingOf(c.req.path))))
  routes.on(METHODS, RESOURCE_PATHS, ofResource)
  return routes
}

// --- helpers ---

const METHODS = ['GET', 'POST']

function namingOf(resourceId: string): Naming {
  return resourceId.includes('/microsoft.insights/components/') ? 'application' : 'workspace'
}
