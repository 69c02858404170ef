import type { ColumnSchema, TableSchema } from './schema'

/**
 * The columns that every table has. Workspace names follow the generated table reference (`ParentId`, `SyntheticSource`,
 * `SDKVersion`); the page about migrating classic resources spells these three differently.
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/appdependencies
 */
export const timestamp = { name: 'timestamp', type: 'datetime', workspaceName: 'TimeGenerated' } as const

const customDimensions = { name: 'customDimensions', type: 'dynamic', workspaceName: 'Properties' } as const

const customMeasurements = { name: 'customMeasurements', type: 'dynamic', workspaceName: 'Measurements' } as const

const operation = [
  { name: 'operation_Name', type: 'string', workspaceName: 'OperationName' },
  { name: 'operation_Id', type: 'string', workspaceName: 'OperationId' },
  { name: 'operation_ParentId', type: 'string', workspaceName: 'ParentId' },
  { name: 'operation_SyntheticSource', type: 'string', workspaceName: 'SyntheticSource' },
] as const satisfies readonly ColumnSchema[]

const source = [
  { name: 'cloud_RoleName', type: 'string', workspaceName: 'AppRoleName' },
  { name: 'cloud_RoleInstance', type: 'string', workspaceName: 'AppRoleInstance' },
  { name: 'application_Version', type: 'string', workspaceName: 'AppVersion' },
  { name: 'session_Id', type: 'string', workspaceName: 'SessionId' },
  { name: 'user_Id', type: 'string', workspaceName: 'UserId' },
  { name: 'user_AuthenticatedId', type: 'string', workspaceName: 'UserAuthenticatedId' },
  { name: 'user_AccountId', type: 'string', workspaceName: 'UserAccountId' },
  { name: 'client_Type', type: 'string', workspaceName: 'ClientType' },
  { name: 'client_Model', type: 'string', workspaceName: 'ClientModel' },
  { name: 'client_OS', type: 'string', workspaceName: 'ClientOS' },
  { name: 'client_IP', type: 'string', workspaceName: 'ClientIP' },
  { name: 'client_City', type: 'string', workspaceName: 'ClientCity' },
  { name: 'client_StateOrProvince', type: 'string', workspaceName: 'ClientStateOrProvince' },
  { name: 'client_CountryOrRegion', type: 'string', workspaceName: 'ClientCountryOrRegion' },
  { name: 'client_Browser', type: 'string', workspaceName: 'ClientBrowser' },
] as const satisfies readonly ColumnSchema[]

const item = [
  { name: 'itemType', type: 'string', workspaceName: 'Type' },
  { name: 'itemId', type: 'string', workspaceName: '_ItemId' },
] as const satisfies readonly ColumnSchema[]

const itemCount = { name: 'itemCount', type: 'int', workspaceName: 'ItemCount' } as const

const resource = [
  { name: 'appId', type: 'string', workspaceName: 'ResourceGUID' },
  // The migration page maps appName to _ResourceId, but both classic tables and workspaces also have _ResourceId.
  { name: 'appName', type: 'string', workspaceName: null },
  { name: 'iKey', type: 'string', workspaceName: 'IKey' },
  { name: 'sdkVersion', type: 'string', workspaceName: 'SDKVersion' },
  { name: '_ResourceId', type: 'string', workspaceName: '_ResourceId' },
] as const satisfies readonly ColumnSchema[]

/** The last columns of tables whose rows may represent several items (sampling) and may have measurements. */
export const itemContext = [
  customDimensions,
  customMeasurements,
  ...operation,
  ...source,
  ...item,
  itemCount,
  ...resource,
] as const

/** The last columns of metric tables. Metrics are never sampled and have no measurements. */
export const metricContext = [customDimensions, ...operation, ...source, ...item, ...resource] as const

/** The columns that every table has only in a workspace. */
export const workspaceColumns = [
  { name: 'TenantId', type: 'string' },
  { name: 'SourceSystem', type: 'string' },
  { name: '_SubscriptionId', type: 'string' },
  { name: '_BilledSize', type: 'real' },
  { name: '_IsBillable', type: 'string' },
] as const satisfies TableSchema['workspaceColumns']
