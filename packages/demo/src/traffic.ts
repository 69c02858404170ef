import type { TableCounts } from '@azmon/local'

/** The tables that the shop and its payments service fill. */
export type ShopRows = Pick<TableCounts, 'traces' | 'exceptions'>

/** Something a customer does, what the shop answers, and the rows it leaves behind. */
export interface Visit {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly status: number
  readonly leaves: ShopRows
}

const NOTHING: ShopRows = { traces: 0, exceptions: 0 }
/** The order, as received, and what became of it. */
const ORDER: ShopRows = { traces: 2, exceptions: 0 }
/** The payments service has something to say, too. */
const PAID_ORDER: ShopRows = { traces: 3, exceptions: 0 }
const UNPAID_ORDER: ShopRows = { traces: 1, exceptions: 2 }
const BROKEN_ORDER: ShopRows = { traces: 1, exceptions: 1 }

const BROWSE: Visit = { method: 'GET', path: '/products/tea', status: 200, leaves: NOTHING }
const LOST: Visit = { method: 'GET', path: '/products/coffee', status: 404, leaves: { traces: 1, exceptions: 0 } }
const BUY: Visit = {
  method: 'POST',
  path: '/orders',
  body: { product: 'tea', amount: 2 },
  status: 201,
  leaves: PAID_ORDER,
}
const SOLD_OUT: Visit = { method: 'POST', path: '/orders', body: { product: 'teapot' }, status: 409, leaves: ORDER }
const DECLINED: Visit = {
  method: 'POST',
  path: '/orders',
  body: { product: 'kettle', card: 'expired' },
  status: 402,
  leaves: UNPAID_ORDER,
}
const BROKEN: Visit = {
  method: 'POST',
  path: '/orders',
  body: { product: 'coffee' },
  status: 500,
  leaves: BROKEN_ORDER,
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
  return visits.reduce(
    (sum, { leaves }) => ({ traces: sum.traces + leaves.traces, exceptions: sum.exceptions + leaves.exceptions }),
    NOTHING,
  )
}
