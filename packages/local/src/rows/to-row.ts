import type { Envelope } from '../ingest/check-item'
import { availabilityRow } from './availability-row'
import { dependencyRow } from './dependency-row'
import { eventRow } from './event-row'
import { exceptionRow } from './exception-row'
import { metricRow } from './metric-row'
import { browserTimingRow, pageViewRow } from './page-view-row'
import { requestRow } from './request-row'
import type { TableRow } from './row'
import { traceRow } from './trace-row'

/** One envelope -> one row of its table. Pure: the item's id comes from outside. */
export function toRow(envelope: Envelope, itemId: string): TableRow {
  switch (envelope.baseType) {
    case 'MessageData':
      return { table: 'traces', row: traceRow(envelope, itemId) }
    case 'ExceptionData':
      return { table: 'exceptions', row: exceptionRow(envelope, itemId) }
    case 'EventData':
      return { table: 'customEvents', row: eventRow(envelope, itemId) }
    case 'MetricData':
      return metricRow(envelope, itemId)
    case 'RequestData':
      return { table: 'requests', row: requestRow(envelope, itemId) }
    case 'RemoteDependencyData':
      return { table: 'dependencies', row: dependencyRow(envelope, itemId) }
    case 'AvailabilityData':
      return { table: 'availabilityResults', row: availabilityRow(envelope, itemId) }
    case 'PageViewData':
      return { table: 'pageViews', row: pageViewRow(envelope, itemId) }
    case 'PageViewPerfData':
      return { table: 'browserTimings', row: browserTimingRow(envelope, itemId) }
  }
}
