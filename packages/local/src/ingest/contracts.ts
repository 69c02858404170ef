/** The values of `data.baseType` that the service recognizes. */
export const baseTypes = [
  'MessageData',
  'ExceptionData',
  'EventData',
  'MetricData',
  'RequestData',
  'RemoteDependencyData',
  'AvailabilityData',
  'PageViewData',
  'PageViewPerfData',
] as const

export type BaseType = (typeof baseTypes)[number]

export type ContractName =
  | BaseType
  | 'Envelope'
  | 'Data'
  | 'ContextTagKeys'
  | 'ExceptionDetails'
  | 'StackFrame'
  | 'DataPoint'

/** The service's rule for one field. Lengths are in characters. */
export type FieldRule = { readonly field: string; readonly required?: true } & (
  | { readonly kind: 'string'; readonly maxLength: number }
  | { readonly kind: 'number' | 'boolean' | 'duration' }
  | { readonly kind: 'properties' | 'measurements' }
  | { readonly kind: 'object' | 'list'; readonly of: ContractName }
)

/** The limit for keys of `properties` and `measurements`. */
export const MAX_KEY_LENGTH = 150

/** The limit for values of `properties`. */
export const MAX_PROPERTY_LENGTH = 8192

const id: FieldRule = { field: 'id', kind: 'string', required: true, maxLength: 512 }
/** The schema requires the id of a page view and of its timings, but the service's own SDKs send none. */
const optionalId: FieldRule = { field: 'id', kind: 'string', maxLength: 512 }
const name: FieldRule = { field: 'name', kind: 'string', required: true, maxLength: 1024 }
const url: FieldRule = { field: 'url', kind: 'string', maxLength: 2048 }
const duration: FieldRule = { field: 'duration', kind: 'duration', required: true }
const properties: FieldRule = { field: 'properties', kind: 'properties' }
const measurements: FieldRule = { field: 'measurements', kind: 'measurements' }

/**
 * The Bond schemas of Application Insights as one table: required fields, kinds and lengths.
 * @see https://github.com/microsoft/ApplicationInsights-dotnet (BASE/Schema/PublicSchema)
 */
export const contracts: Readonly<Record<ContractName, readonly FieldRule[]>> = {
  Envelope: [
    name,
    { field: 'time', kind: 'string', required: true, maxLength: 64 },
    { field: 'iKey', kind: 'string', required: true, maxLength: 40 },
    { field: 'seq', kind: 'string', maxLength: 64 },
    { field: 'sampleRate', kind: 'number' },
    { field: 'tags', kind: 'object', of: 'ContextTagKeys' },
    { field: 'data', kind: 'object', required: true, of: 'Data' },
  ],
  Data: [{ field: 'baseType', kind: 'string', required: true, maxLength: 64 }],
  ContextTagKeys: contextTags({
    'ai.application.ver': 1024,
    'ai.cloud.location': 256,
    'ai.cloud.role': 256,
    'ai.cloud.roleInstance': 256,
    'ai.cloud.roleVer': 256,
    'ai.device.id': 1024,
    'ai.device.locale': 64,
    'ai.device.model': 256,
    'ai.device.oemName': 256,
    'ai.device.osVersion': 256,
    'ai.device.type': 64,
    'ai.internal.agentVersion': 64,
    'ai.internal.nodeName': 256,
    'ai.internal.sdkVersion': 64,
    'ai.location.city': 256,
    'ai.location.country': 256,
    'ai.location.ip': 46,
    'ai.location.province': 256,
    'ai.operation.correlationVector': 64,
    'ai.operation.id': 128,
    'ai.operation.name': 1024,
    'ai.operation.parentId': 512,
    'ai.operation.syntheticSource': 1024,
    'ai.session.id': 64,
    'ai.session.isFirst': 5,
    'ai.user.accountId': 1024,
    'ai.user.authUserId': 1024,
    'ai.user.id': 128,
    'ai.user.userAgent': 2048,
  }),
  MessageData: [{ field: 'message', kind: 'string', required: true, maxLength: 32_768 }, properties, measurements],
  ExceptionData: [
    { field: 'exceptions', kind: 'list', required: true, of: 'ExceptionDetails' },
    { field: 'problemId', kind: 'string', maxLength: 1024 },
    properties,
    measurements,
  ],
  ExceptionDetails: [
    { field: 'typeName', kind: 'string', required: true, maxLength: 1024 },
    { field: 'message', kind: 'string', required: true, maxLength: 32_768 },
    { field: 'stack', kind: 'string', maxLength: 32_768 },
    { field: 'parsedStack', kind: 'list', of: 'StackFrame' },
  ],
  StackFrame: [
    { field: 'level', kind: 'number', required: true },
    { field: 'method', kind: 'string', required: true, maxLength: 1024 },
    { field: 'assembly', kind: 'string', maxLength: 1024 },
    { field: 'fileName', kind: 'string', maxLength: 1024 },
    { field: 'line', kind: 'number' },
  ],
  EventData: [{ field: 'name', kind: 'string', required: true, maxLength: 512 }, properties, measurements],
  MetricData: [{ field: 'metrics', kind: 'list', required: true, of: 'DataPoint' }, properties],
  DataPoint: [
    { field: 'ns', kind: 'string', maxLength: 256 },
    name,
    { field: 'value', kind: 'number', required: true },
    { field: 'count', kind: 'number' },
    { field: 'min', kind: 'number' },
    { field: 'max', kind: 'number' },
    { field: 'stdDev', kind: 'number' },
  ],
  RequestData: [
    id,
    { field: 'name', kind: 'string', maxLength: 1024 },
    duration,
    { field: 'success', kind: 'boolean' },
    { field: 'responseCode', kind: 'string', required: true, maxLength: 1024 },
    { field: 'source', kind: 'string', maxLength: 1024 },
    url,
    properties,
    measurements,
  ],
  RemoteDependencyData: [
    optionalId,
    name,
    { field: 'resultCode', kind: 'string', maxLength: 1024 },
    { field: 'data', kind: 'string', maxLength: 8192 },
    { field: 'type', kind: 'string', maxLength: 1024 },
    { field: 'target', kind: 'string', maxLength: 1024 },
    duration,
    { field: 'success', kind: 'boolean' },
    properties,
    measurements,
  ],
  AvailabilityData: [
    id,
    name,
    duration,
    { field: 'success', kind: 'boolean', required: true },
    { field: 'runLocation', kind: 'string', maxLength: 1024 },
    { field: 'message', kind: 'string', maxLength: 8192 },
    properties,
    measurements,
  ],
  PageViewData: [optionalId, name, url, { field: 'duration', kind: 'duration' }, properties, measurements],
  PageViewPerfData: [
    optionalId,
    name,
    url,
    { field: 'duration', kind: 'duration' },
    { field: 'perfTotal', kind: 'duration' },
    { field: 'networkConnect', kind: 'duration' },
    { field: 'sentRequest', kind: 'duration' },
    { field: 'receivedResponse', kind: 'duration' },
    { field: 'domProcessing', kind: 'duration' },
    properties,
    measurements,
  ],
}

function contextTags(maxLengths: Readonly<Record<string, number>>): readonly FieldRule[] {
  return Object.entries(maxLengths).map(([field, maxLength]) => ({ field, kind: 'string', maxLength }))
}
