import { expect, it } from '@jest/globals'
import { memoryInUse } from '../src/memory-in-use'

it('does not count garbage', () => {
  const before = memoryInUse().arrayBuffers
  const kept = Buffer.alloc(4_000_000)
  for (let i = 0; i < 20; i++) Buffer.alloc(4_000_000)
  const added = memoryInUse().arrayBuffers - before
  expect(added).toBeGreaterThan(kept.length / 2)
  expect(added).toBeLessThan(kept.length * 2)
})
