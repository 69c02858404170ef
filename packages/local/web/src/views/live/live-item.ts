import { type QueryTable, toObjects } from '../../query/client'

/** An item as the list shows it. */
export interface LiveItem {
  readonly itemId: string
  readonly timestamp: string
  readonly atMs: number
  readonly itemType: string
  readonly cloud_RoleName: string
  readonly level: number
  readonly text: string
  readonly operation_Name: string
  readonly operation_Id: string
  readonly resultCode: string
  readonly success: string
  readonly duration: number | null
}

/** The part of a query of items that makes rows of the list, the newest first. */
export const LIVE_COLUMNS = `extend text = case(itemType == "exception", strcat(type, ": ", outerMessage), itemType == "trace", message, name)
| project itemId, timestamp, itemType, cloud_RoleName, level, text, operation_Name, operation_Id, resultCode, success, duration`

export function toLiveItems(table: QueryTable): readonly LiveItem[] {
  return toObjects<Omit<LiveItem, 'atMs'>>(table).map((row) => ({ ...row, atMs: Date.parse(row.timestamp) }))
}
