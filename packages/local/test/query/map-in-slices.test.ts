import { expect, it } from '@jest/globals'
import { mapInSlices } from '../../src/query/map-in-slices'

it('maps all items in their order', async () => {
  expect(await mapInSlices([1, 2, 3], (item) => item * 2)).toEqual([2, 4, 6])
})

it('lets other work run in between', async () => {
  let mapped = 0
  const seen: number[] = []
  const mapping = mapInSlices(new Array(5_000).fill(0), () => mapped++)
  setImmediate(() => seen.push(mapped))
  await mapping
  expect(seen[0]).toBeLessThan(5_000)
})
