import type { TableCounts } from '@azmon/local'

/** The tables that the shop and its payments service fill. */
export const TABLES = ['requests', 'dependencies', 'traces', 'exceptions'] as const

export type ShopRows = Pick<TableCounts, (typeof TABLES)[number]>

/** Something a customer does, what the shop answers, and the rows it leaves behind. */
export interface Visit {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly status: number
  readonly leaves: ShopRows
}

const ASKED: ShopRows = { requests: 1, dependencies: 0, traces: 0, exceptions: 0 }
/** An order is logged as received, and then what became of it. */
const ORDERED: ShopRows = { ...ASKED, traces: 2 }
/** The payments service is asked, and has something to say, too. */
const PAID: ShopRows = { requests: 2, dependencies: 1, traces: 3, exceptions: 0 }
const UNPAID: ShopRows = { requests: 2, dependencies: 1, traces: 1, exceptions: 2 }

const BROWSE: Visit = { method: 'GET', path: '/products/tea', status: 200, leaves: ASKED }
const LOST: Visit = { method: 'GET', path: '/products/coffee', status: 404, leaves: { ...ASKED, traces: 1 } }
const BUY: Visit = { method: 'POST', path: '/orders', body: { product: 'tea', amount: 2 }, status: 201, leaves: PAID }
const SOLD_OUT: Visit = { method: 'POST', path: '/orders', body: { product: 'teapot' }, status: 409, leaves: ORDERED }
const DECLINED: Visit = {
  method: 'POST',
  path: '/orders',
  body: { product: 'kettle', card: 'expired' },
  status: 402,
  leaves: UNPAID,
}
const BROKEN: Visit = {
  method: 'POST',
  path: '/orders',
  body: { product: 'coffee' },
  status: 500,
  leaves: { ...ASKED, traces: 1, exceptions: 1 },
}

/** One round of customers: most are happy, some are not. */
export const ROUND: readonly Visit[] = [BROWSE, BUY, BUY, SOLD_OUT, BROWSE, BUY, DECLINED, LOST, BUY, BUY, BROKEN, BUY]

/** Pays the visit and checks that the shop answered as it should. */
export async function pay({ method, path, body, status }: Visit, shopUrl: string): Promise<void> {
  const response = await fetch(new URL(path, shopUrl), {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  await response.arrayBuffer()
  if (response.status !== status) throw new Error(`${method} ${path} should answer ${status}, got ${response.status}`)
}

export function rowsLeftBy(visits: readonly Visit[]): ShopRows {
  const sum = (table: (typeof TABLES)[number]) => visits.reduce((rows, { leaves }) => rows + leaves[table], 0)
  return {
    requests: sum('requests'),
    dependencies: sum('dependencies'),
    traces: sum('traces'),
    exceptions: sum('exceptions'),
  }
}
