import { type Item, type TransactionRow, toItem } from '../../../../web/src/views/transaction/item'

/** Builds rows of a transaction whose times are offsets in milliseconds. */
export function aSpan(
  id: string,
  parentId: string,
  [startMs, endMs]: readonly [number, number],
  values: TransactionRow = {},
): Item {
  return anItem(
    { itemType: 'dependency', id, operation_ParentId: parentId, duration: endMs - startMs, ...values },
    startMs,
  )
}

export function aRequest(
  id: string,
  parentId: string,
  times: readonly [number, number],
  values: TransactionRow = {},
): Item {
  return aSpan(id, parentId, times, { itemType: 'request', ...values })
}

export function aLog(message: string, parentId: string, atMs: number, values: TransactionRow = {}): Item {
  return anItem({ itemType: 'trace', message, operation_ParentId: parentId, severityLevel: 1, ...values }, atMs)
}

export function anException(type: string, parentId: string, atMs: number): Item {
  return anItem(
    { itemType: 'exception', type, outerMessage: 'm', operation_ParentId: parentId, severityLevel: 3 },
    atMs,
  )
}

let count = 0

function anItem(row: TransactionRow, atMs: number): Item {
  const timestamp = new Date(START_MS + atMs).toISOString()
  return toItem({ itemId: `item ${++count}`, timestamp, name: row['id'], cloud_RoleName: 'shop', ...row })!
}

export const START_MS = Date.parse('2026-01-01T00:00:00Z')
