import { literal } from '../../query/kql'

/** At most this many items of an operation are read. */
export const MAX_ITEMS = 20_000

const TABLES = 'requests, dependencies, pageViews, availabilityResults, traces, exceptions, customEvents'

/** Returns the query of everything that belongs to an operation, in order of time. */
export function transactionQuery(operationId: string): string {
  return `union ${TABLES}
| where operation_Id == ${literal(operationId)}
| order by timestamp asc
| take ${MAX_ITEMS}
| project timestamp, itemType, itemId, id, operation_ParentId, operation_Name, cloud_RoleName, cloud_RoleInstance,
    name, message, severityLevel, success, resultCode, duration, target, type, data, url,
    outerMessage, problemId, details, customDimensions, customMeasurements, itemCount,
    application_Version, client_IP, user_Id, session_Id, sdkVersion, iKey`
}
