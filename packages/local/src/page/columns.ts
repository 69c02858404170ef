import type { TableColumn, TableName } from '@azmon/kql'
import { type Content, duration, id, instant, number, pairs, severity, success, text } from './content'

type Show = (value: unknown) => Content

/** The columns in the order in which the page shows them, each with a function that renders its values. */
export type PageColumns = Readonly<Record<string, Show>>

export function columnsOf(table: TableName): PageColumns {
  return {
    timestamp: instant,
    ...mainColumns[table],
    cloud_RoleName: text,
    operation_Id: id,
    customDimensions: pairs,
  }
}

/** The columns that matter most to developers. */
const mainColumns: { readonly [T in TableName]: { readonly [C in TableColumn<T>['name']]?: Show } } = {
  requests: { name: text, success, resultCode: text, duration, url: text },
  dependencies: { type: text, target: text, name: text, success, resultCode: text, duration },
  traces: { severityLevel: severity, message: text },
  exceptions: { severityLevel: severity, type: text, outerMessage: text, method: text },
  customEvents: { name: text, customMeasurements: pairs },
  customMetrics: { name: text, value: number, valueCount: number, valueMin: number, valueMax: number },
  performanceCounters: { category: text, counter: text, instance: text, value: number },
  availabilityResults: { name: text, location: text, success, duration, message: text },
  pageViews: { name: text, url: text, duration },
  browserTimings: {
    name: text,
    totalDuration: duration,
    networkDuration: duration,
    sendDuration: duration,
    receiveDuration: duration,
    processingDuration: duration,
  },
}
