import { Hono } from 'hono'
import type { LocalEnv } from '../safety'
import type { Answer } from './answer'
import { invalidRequest } from './api-error'
import { ifPathEnds, RESOURCE_PATHS } from './resource-path'
import { respondTo } from './respond'

/**
 * The requests to Azure Resource Manager that Grafana sends for its health check and for traces. There is one subscription with
 * one workspace and one component, which stand for the store.
 */
export function resourceRoutes(): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.get('/subscriptions', (c) => c.json({ value: [SUBSCRIPTION] }))
  routes.get('/subscriptions/:id', (c) => c.json(SUBSCRIPTION))
  routes.get('/subscriptions/:id/providers/microsoft.operationalinsights/workspaces', (c) =>
    c.json({ value: [WORKSPACE] }),
  )
  routes.get('/subscriptions/:id/providers/microsoft.insights/components', (c) => c.json({ value: [COMPONENT] }))
  const transaction = ifPathEnds(TRANSACTION, async (c) =>
    c.json({ properties: { resources: [resourceIn(c.req.path)], nextLink: null } }),
  )
  routes.on('GET', RESOURCE_PATHS, transaction)
  routes.post('/providers/microsoft.resourcegraph/resources', (c) => respondTo(c, MAX_BODY_BYTES, answerGraph))
  return routes
}

// --- helpers ---

const ID = '00000000-0000-4000-8000-000000000000'
const GROUP = `/subscriptions/${ID}/resourceGroups/azmon`
const PLACE = { location: 'local' } as const

const SUBSCRIPTION = { id: `/subscriptions/${ID}`, subscriptionId: ID, displayName: 'azmon local', state: 'Enabled' }

const WORKSPACE = {
  id: `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/local`,
  name: 'local',
  type: 'Microsoft.OperationalInsights/workspaces',
  ...PLACE,
  properties: { customerId: ID },
}

const COMPONENT = {
  id: `${GROUP}/providers/microsoft.insights/components/local`,
  name: 'local',
  type: 'microsoft.insights/components',
  ...PLACE,
  properties: { AppId: ID, WorkspaceResourceId: WORKSPACE.id },
}

/** The components that have rows of an operation. */
const TRANSACTION = /\/providers\/microsoft\.insights\/transactions\/[^/]+$/

const MAX_BODY_BYTES = 1024 * 1024
const GRAPH_HEALTH_CHECK = /^\s*resources\s*\|\s*project\s+id\s*\|\s*(?:limit|take)\s+\d+\s*$/i
const NO_GRAPH = 'azmon local answers only the query of a health check: Resources | project id | limit 1.'

/** The component that was asked, or the only one if the whole subscription was. */
function resourceIn(path: string): string {
  const [, resource] = /^(.+\/providers\/microsoft\.insights\/components\/[^/]+)\/providers\//.exec(path) ?? []
  return resource ?? COMPONENT.id
}

async function answerGraph(body: unknown): Promise<Answer> {
  const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined
  if (typeof query !== 'string' || !GRAPH_HEALTH_CHECK.test(query)) return invalidRequest(NO_GRAPH)
  const found = { totalRecords: 1, count: 1, data: [{ id: COMPONENT.id }], facets: [], resultTruncated: 'false' }
  return { status: 200, json: JSON.stringify(found) }
}
