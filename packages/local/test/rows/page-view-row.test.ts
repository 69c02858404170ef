import { expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

it('maps a page view without an id and a duration, as some SDKs send it', () => {
  expect(rowOfData('PageViewData', { name: 'Home', url: 'http://localhost/' })).toMatchObject({
    table: 'pageViews',
    row: { id: null, name: 'Home', url: 'http://localhost/', duration: null, performanceBucket: null },
  })
})

it('maps the timings of a page', () => {
  expect(
    rowOfData('PageViewPerfData', {
      name: 'Home',
      perfTotal: '00:00:00.700',
      networkConnect: '00:00:00.010',
      sentRequest: '00:00:00.020',
      receivedResponse: '00:00:00.030',
      domProcessing: '00:00:00.040',
    }),
  ).toMatchObject({
    table: 'browserTimings',
    row: {
      totalDuration: 700,
      networkDuration: 10,
      sendDuration: 20,
      receiveDuration: 30,
      processingDuration: 40,
      performanceBucket: '500ms-1sec',
    },
  })
})
