import { expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

it.each([
  ['MessageData', { message: 'm' }, 'traces'],
  ['ExceptionData', { exceptions: [{ typeName: 'Error', message: 'm' }] }, 'exceptions'],
  ['EventData', { name: 'n' }, 'customEvents'],
  ['MetricData', { metrics: [{ name: 'n', value: 1 }] }, 'customMetrics'],
  ['RequestData', { id: 'i', duration: '00:00:01', success: true, responseCode: '200' }, 'requests'],
  ['RemoteDependencyData', { name: 'n', duration: '00:00:01' }, 'dependencies'],
  ['AvailabilityData', { id: 'i', name: 'n', duration: '00:00:01', success: true }, 'availabilityResults'],
  ['PageViewData', { id: 'i', name: 'n' }, 'pageViews'],
  ['PageViewPerfData', { name: 'n' }, 'browserTimings'],
])('stores %s with %j in %s', (baseType, baseData, table) => {
  expect(rowOfData(baseType, baseData).table).toBe(table)
})
