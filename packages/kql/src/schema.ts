/** The scalar types of KQL that tables of Application Insights use. */
export type KqlType = 'string' | 'int' | 'long' | 'real' | 'datetime' | 'dynamic' | 'guid' | 'bool'

/** A column with its two names in Azure Monitor. */
export interface ColumnSchema {
  /** The name in Application Insights, such as `operation_Id`. */
  readonly name: string
  readonly type: KqlType
  /** The name in a Log Analytics workspace, such as `OperationId`, or `null` if a workspace has no such column. */
  readonly workspaceName: string | null
  /** The type in a workspace if it differs: `success` is a string, `Success` a bool. */
  readonly workspaceType?: KqlType
}

/** A table with its workspace name. */
export interface TableSchema {
  /** The name in a Log Analytics workspace, such as `AppRequests`. */
  readonly workspaceName: string
  /** The value of the column `itemType` in every row, such as `request`. */
  readonly itemType: string
  readonly columns: readonly ColumnSchema[]
}
