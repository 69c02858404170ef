import { expect, it } from '@jest/globals'
import { itemContext, metricContext } from '../src/context-columns'

it('adds measurements and an item count to the context of metrics', () => {
  const metricColumns: readonly string[] = metricContext.map(({ name }) => name)
  const others = itemContext.filter(({ name }) => !metricColumns.includes(name)).map(({ name }) => name)
  expect(others).toEqual(['customMeasurements', 'itemCount'])
})
