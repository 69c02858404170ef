import { TEST_KEY } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { spoolPlaces } from '../../src/spool/disk'

const destination = { instrumentationKey: TEST_KEY, ingestionEndpoint: 'https://one.example', tokenScope: 'scope' }
const places = [
  { base: '/state', levels: ['azmon'] },
  { base: '/tmp', levels: ['azmon-1000'] },
]

it('gives each destination its own directory in every place, and does not show the key in its name', () => {
  const mine = spoolPlaces(destination, places)
  const other = spoolPlaces({ ...destination, ingestionEndpoint: 'https://two.example' }, places)
  expect(mine).toEqual([
    { base: '/state', levels: ['azmon', expect.stringMatching(/^[0-9a-f]{16}$/)] },
    { base: '/tmp', levels: ['azmon-1000', mine[0]?.levels[1]] },
  ])
  expect(other[0]?.levels[1]).not.toBe(mine[0]?.levels[1])
  expect(JSON.stringify(mine)).not.toContain(TEST_KEY.slice(0, 8))
})
