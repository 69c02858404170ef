import type { KqlType } from './types'

/** The types of the columns of tables. */
export type ColumnType = Exclude<KqlType, 'decimal' | 'timespan'>

/** A column with its names in Application Insights and in a workspace. */
export interface ColumnSchema {
  /** The name in Application Insights, such as `operation_Id`. */
  readonly name: string
  readonly type: ColumnType
  /** The name in a Log Analytics workspace, such as `OperationId`, or `null` if workspaces have no such column. */
  readonly workspaceName: string | null
  /** The type in a workspace if it differs: `success` is a string, but `Success` is a bool. */
  readonly workspaceType?: ColumnType
}

/** A table with its workspace name. */
export interface TableSchema {
  /** The name in a Log Analytics workspace, such as `AppRequests`. */
  readonly workspaceName: string
  /** The value of the `itemType` column in every row, such as `request`. */
  readonly itemType: string
  readonly columns: readonly ColumnSchema[]
  /** Columns that the table has only in a workspace. They have no values here. */
  readonly workspaceColumns: readonly { readonly name: string; readonly type: ColumnType }[]
}
