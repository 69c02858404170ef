import type { AcceptedItem } from '../ingest/check-item'
import { availabilityRow } from './availability-row'
import { dependencyRow } from './dependency-row'
import { eventRow } from './event-row'
import { exceptionRow } from './exception-row'
import { metricRow } from './metric-row'
import { browserTimingRow, pageViewRow } from './page-view-row'
import { requestRow } from './request-row'
import type { TableRow } from './row'
import { traceRow } from './trace-row'

/** Maps an item to a row of its table. Pure: the caller creates the item's id. */
export function toRow(item: AcceptedItem, itemId: string): TableRow {
  switch (item.baseType) {
    case 'MessageData':
      return { table: 'traces', row: traceRow(item, itemId) }
    case 'ExceptionData':
      return { table: 'exceptions', row: exceptionRow(item, itemId) }
    case 'EventData':
      return { table: 'customEvents', row: eventRow(item, itemId) }
    case 'MetricData':
      return metricRow(item, itemId)
    case 'RequestData':
      return { table: 'requests', row: requestRow(item, itemId) }
    case 'RemoteDependencyData':
      return { table: 'dependencies', row: dependencyRow(item, itemId) }
    case 'AvailabilityData':
      return { table: 'availabilityResults', row: availabilityRow(item, itemId) }
    case 'PageViewData':
      return { table: 'pageViews', row: pageViewRow(item, itemId) }
    case 'PageViewPerfData':
      return { table: 'browserTimings', row: browserTimingRow(item, itemId) }
  }
}
