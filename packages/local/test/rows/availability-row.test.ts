import { expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

it('maps an availability test', () => {
  const test = { id: 'i', name: 'home', duration: '00:00:01', success: true, runLocation: 'AMS', message: 'ok' }

  expect(rowOfData('AvailabilityData', test)).toMatchObject({
    table: 'availabilityResults',
    row: { location: 'AMS', message: 'ok', duration: 1000, performanceBucket: '1sec-3sec' },
  })
})
