import { itemContext, metricContext, timestamp, workspaceColumns } from './context-columns'
import type { TableSchema } from './schema'

const id = { name: 'id', type: 'string', workspaceName: 'Id' } as const
const name = { name: 'name', type: 'string', workspaceName: 'Name' } as const
const message = { name: 'message', type: 'string', workspaceName: 'Message' } as const
const severityLevel = { name: 'severityLevel', type: 'int', workspaceName: 'SeverityLevel' } as const
const url = { name: 'url', type: 'string', workspaceName: 'Url' } as const
const success = { name: 'success', type: 'string', workspaceName: 'Success', workspaceType: 'bool' } as const
const resultCode = { name: 'resultCode', type: 'string', workspaceName: 'ResultCode' } as const
const duration = { name: 'duration', type: 'real', workspaceName: 'DurationMs' } as const
const performanceBucket = { name: 'performanceBucket', type: 'string', workspaceName: 'PerformanceBucket' } as const

/** Name another row with details of a request or a dependency. */
const referenced = [
  { name: 'ReferencedItemId', type: 'string' },
  { name: 'ReferencedType', type: 'string' },
] as const

/**
 * All tables of Application Insights. The columns are in reading order: the time, the main columns, then the others.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource#table-schemas
 */
export const applicationInsightsSchema = {
  requests: {
    workspaceName: 'AppRequests',
    itemType: 'request',
    workspaceColumns: [...referenced, ...workspaceColumns],
    columns: [
      timestamp,
      id,
      name,
      url,
      success,
      resultCode,
      duration,
      performanceBucket,
      { name: 'source', type: 'string', workspaceName: 'Source' },
      ...itemContext,
    ],
  },
  dependencies: {
    workspaceName: 'AppDependencies',
    itemType: 'dependency',
    workspaceColumns: [...referenced, ...workspaceColumns],
    columns: [
      timestamp,
      id,
      name,
      { name: 'type', type: 'string', workspaceName: 'DependencyType' },
      { name: 'target', type: 'string', workspaceName: 'Target' },
      { name: 'data', type: 'string', workspaceName: 'Data' },
      success,
      resultCode,
      duration,
      performanceBucket,
      ...itemContext,
    ],
  },
  traces: {
    workspaceName: 'AppTraces',
    itemType: 'trace',
    workspaceColumns,
    columns: [timestamp, message, severityLevel, ...itemContext],
  },
  exceptions: {
    workspaceName: 'AppExceptions',
    itemType: 'exception',
    workspaceColumns,
    columns: [
      timestamp,
      { name: 'problemId', type: 'string', workspaceName: 'ProblemId' },
      { name: 'type', type: 'string', workspaceName: 'ExceptionType' },
      message,
      { name: 'method', type: 'string', workspaceName: 'Method' },
      { name: 'assembly', type: 'string', workspaceName: 'Assembly' },
      severityLevel,
      { name: 'handledAt', type: 'string', workspaceName: 'HandledAt' },
      { name: 'outerType', type: 'string', workspaceName: 'OuterType' },
      { name: 'outerMessage', type: 'string', workspaceName: 'OuterMessage' },
      { name: 'outerMethod', type: 'string', workspaceName: 'OuterMethod' },
      { name: 'outerAssembly', type: 'string', workspaceName: 'OuterAssembly' },
      { name: 'innermostType', type: 'string', workspaceName: 'InnermostType' },
      { name: 'innermostMessage', type: 'string', workspaceName: 'InnermostMessage' },
      { name: 'innermostMethod', type: 'string', workspaceName: 'InnermostMethod' },
      { name: 'innermostAssembly', type: 'string', workspaceName: 'InnermostAssembly' },
      { name: 'details', type: 'dynamic', workspaceName: 'Details' },
      ...itemContext,
    ],
  },
  customEvents: {
    workspaceName: 'AppEvents',
    itemType: 'customEvent',
    workspaceColumns,
    columns: [timestamp, name, ...itemContext],
  },
  customMetrics: {
    workspaceName: 'AppMetrics',
    itemType: 'customMetric',
    workspaceColumns,
    columns: [
      timestamp,
      name,
      { name: 'value', type: 'real', workspaceName: null },
      { name: 'valueCount', type: 'int', workspaceName: 'ItemCount' },
      { name: 'valueSum', type: 'real', workspaceName: 'Sum' },
      { name: 'valueMin', type: 'real', workspaceName: 'Min' },
      { name: 'valueMax', type: 'real', workspaceName: 'Max' },
      { name: 'valueStdDev', type: 'real', workspaceName: null },
      ...metricContext,
    ],
  },
  performanceCounters: {
    workspaceName: 'AppPerformanceCounters',
    itemType: 'performanceCounter',
    workspaceColumns,
    columns: [
      timestamp,
      name,
      { name: 'category', type: 'string', workspaceName: 'Category' },
      { name: 'counter', type: 'string', workspaceName: 'Counter' },
      { name: 'instance', type: 'string', workspaceName: 'Instance' },
      { name: 'value', type: 'real', workspaceName: 'Value' },
      ...metricContext,
    ],
  },
  availabilityResults: {
    workspaceName: 'AppAvailabilityResults',
    itemType: 'availabilityResult',
    workspaceColumns,
    columns: [
      timestamp,
      id,
      name,
      { name: 'location', type: 'string', workspaceName: 'Location' },
      success,
      message,
      duration,
      performanceBucket,
      { name: 'size', type: 'real', workspaceName: 'Size' },
      ...itemContext,
    ],
  },
  pageViews: {
    workspaceName: 'AppPageViews',
    itemType: 'pageView',
    workspaceColumns,
    columns: [timestamp, id, name, url, duration, performanceBucket, ...itemContext],
  },
  browserTimings: {
    workspaceName: 'AppBrowserTimings',
    itemType: 'browserTiming',
    workspaceColumns,
    columns: [
      timestamp,
      name,
      url,
      { name: 'totalDuration', type: 'real', workspaceName: 'TotalDurationMs' },
      { name: 'networkDuration', type: 'real', workspaceName: 'NetworkDurationMs' },
      { name: 'sendDuration', type: 'real', workspaceName: 'SendDurationMs' },
      { name: 'receiveDuration', type: 'real', workspaceName: 'ReceiveDurationMs' },
      { name: 'processingDuration', type: 'real', workspaceName: 'ProcessingDurationMs' },
      performanceBucket,
      ...itemContext,
    ],
  },
} as const satisfies Record<string, TableSchema>

/** The classic name of an Application Insights table, such as `traces` or `requests`. */
export type TableName = keyof typeof applicationInsightsSchema

/** A column of a table, with its exact name and type. */
export type TableColumn<T extends TableName> = (typeof applicationInsightsSchema)[T]['columns'][number]
