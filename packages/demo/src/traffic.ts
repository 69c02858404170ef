import type { TableCounts } from '@azmon/local'

/** The tables in which the shop and its payments service create rows. */
export const TABLES = ['requests', 'dependencies', 'traces', 'exceptions'] as const

export type ShopRows = Pick<TableCounts, (typeof TABLES)[number]>

/** A customer's request, the status that the shop returns, and the rows that the request creates. */
export interface Visit {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly status: number
  readonly rows: ShopRows
}

/** Every request queries the database for the product. */
const REQUEST_ONLY: ShopRows = { requests: 1, dependencies: 1, traces: 0, exceptions: 0 }
/** The shop logs an order when it arrives and when it rejects it. */
const REJECTED: ShopRows = { ...REQUEST_ONLY, traces: 2 }
/** The shop calls the payments service, which calls the card gateway and also logs. Then the shop stores the order. */
const PAID: ShopRows = { requests: 2, dependencies: 4, traces: 3, exceptions: 0 }
const UNPAID: ShopRows = { requests: 2, dependencies: 3, traces: 1, exceptions: 2 }

const BROWSE: Visit = { method: 'GET', path: '/products/tea', status: 200, rows: REQUEST_ONLY }
const NOT_FOUND: Visit = { method: 'GET', path: '/products/coffee', status: 404, rows: { ...REQUEST_ONLY, traces: 1 } }
const BUY: Visit = { method: 'POST', path: '/orders', body: { product: 'tea', amount: 2 }, status: 201, rows: PAID }
const SOLD_OUT: Visit = { method: 'POST', path: '/orders', body: { product: 'teapot' }, status: 409, rows: REJECTED }
const DECLINED: Visit = {
  method: 'POST',
  path: '/orders',
  body: { product: 'kettle', card: 'expired' },
  status: 402,
  rows: UNPAID,
}
const BROKEN: Visit = {
  method: 'POST',
  path: '/orders',
  body: { product: 'coffee' },
  status: 500,
  rows: { ...REQUEST_ONLY, traces: 1, exceptions: 1 },
}

/** One round of visits. Some of them fail on purpose. */
export const ROUND: readonly Visit[] = [
  BROWSE,
  BUY,
  BUY,
  SOLD_OUT,
  BROWSE,
  BUY,
  DECLINED,
  NOT_FOUND,
  BUY,
  BUY,
  BROKEN,
  BUY,
]

/** Sends the request and checks the status of the response. */
export async function sendVisit({ method, path, body, status }: Visit, shopUrl: string): Promise<void> {
  const response = await fetch(new URL(path, shopUrl), {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  await response.arrayBuffer()
  if (response.status !== status) throw new Error(`${method} ${path} should return ${status}, got ${response.status}.`)
}

export function rowsOf(visits: readonly Visit[]): ShopRows {
  const sum = (table: (typeof TABLES)[number]) => visits.reduce((total, { rows }) => total + rows[table], 0)
  return {
    requests: sum('requests'),
    dependencies: sum('dependencies'),
    traces: sum('traces'),
    exceptions: sum('exceptions'),
  }
}
