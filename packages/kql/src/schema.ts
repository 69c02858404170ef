/** The scalar types of KQL that tables of Application Insights are made of. */
export type KqlType = 'string' | 'int' | 'long' | 'real' | 'datetime' | 'dynamic' | 'guid' | 'bool'

/** One column, under the two names that Azure Monitor knows it by. */
export interface ColumnSchema {
  /** As Application Insights names it: `operation_Id`. */
  readonly name: string
  readonly type: KqlType
  /** As a Log Analytics workspace names it: `OperationId`; `null` where a workspace has no such column. */
  readonly workspaceName: string | null
  /** Only where a workspace keeps another type: `success` is a string, `Success` a bool. */
  readonly workspaceType?: KqlType
}

/** One table, under the two names that Azure Monitor knows it by. */
export interface TableSchema {
  /** As a Log Analytics workspace names it: `AppRequests`. */
  readonly workspaceName: string
  /** What the column `itemType` says in every row: `request`. */
  readonly itemType: string
  readonly columns: readonly ColumnSchema[]
}
