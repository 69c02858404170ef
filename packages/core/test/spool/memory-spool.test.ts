import { expect, it } from '@jest/globals'
import { MemorySpool } from '../../src/spool/memory-spool'
import { spoolContract } from './spool-contract'

spoolContract(it, () => new MemorySpool(100_000))

it('keeps in memory what it is given, and says so', () => {
  expect(new MemorySpool(100_000).durable).toBe(false)
})
