import { expect, it } from '@jest/globals'
import { nearestName } from '../../src/options/nearest-name'

const NAMES = ['connectionString', 'samplingRatio', 'cloudRole', 'ns']

it.each([
  ['connection_string', 'connectionString'],
  ['CONNECTION-STRING', 'connectionString'],
  ['conectionString', 'connectionString'],
  ['samplingRate', 'samplingRatio'],
  ['cloudRoleName', 'cloudRole'],
  ['n', 'ns'],
  ['sn', 'ns'],
  ['appInsightsConnectionString', 'connectionString'],
])('finds the nearest name of %s', (unknown, nearest) => {
  expect(nearestName(unknown, NAMES)).toBe(nearest)
})

it.each(['', 'colour', 'entirelyDifferent', 'x'.repeat(10_000)])('finds no name near %.20s', (unknown) => {
  expect(nearestName(unknown, NAMES)).toBeUndefined()
})

it('finds no name if none is known', () => {
  expect(nearestName('cloudRole', [])).toBeUndefined()
})
