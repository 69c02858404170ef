import { TelemetryClient } from '@azmon/core'
import { expect, it } from '@jest/globals'
import { rowsOf } from '../src/rows-of'

it('returns no rows of a span that cannot be mapped, and counts it as dropped', async () => {
  const connectionString =
    'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9'
  const client = new TelemetryClient({ connectionString, durability: 'memory' })
  const unreadable = () => {
    throw new Error('mine')
  }
  expect(rowsOf(unreadable, client)).toEqual([])
  expect(client.stats().dropped).toBe(1)
  await client.close()
})
