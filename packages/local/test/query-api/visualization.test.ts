import { expect, it } from '@jest/globals'
import { visualization } from '../../src/query-api/visualization'

it('has every property that the query API has', () => {
  const properties = { title: 'Requests', xcolumn: 'timestamp', ycolumns: 'p50,p95', ymin: '0', accumulate: 'true' }
  expect(visualization({ kind: 'timechart', properties }, true)).toEqual({
    visualization: 'timechart',
    isQuerySorted: true,
    title: 'Requests',
    accumulate: true,
    ...{ kind: null, legend: null, series: null, anomalyColumns: null },
    ...{ xColumn: 'timestamp', xAxis: null, xTitle: null, xMin: null, xMax: null },
    ...{ yColumns: ['p50', 'p95'], yAxis: null, yTitle: null, ySplit: null, yMin: 0, yMax: 'NaN' },
  })
})
