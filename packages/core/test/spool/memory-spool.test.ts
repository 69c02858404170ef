import { expect, it } from '@jest/globals'
import { MemorySpool } from '../../src/spool/memory-spool'
import { aBatch, messagesOf } from '../builders'
import { spoolContract } from './spool-contract'

spoolContract(it, () => new MemorySpool(100_000))

it('is not durable', () => {
  expect(new MemorySpool(100_000).durable).toBe(false)
})

it('refuses a batch if there is no room, and has room again after an ack', async () => {
  const spool = new MemorySpool(100_000)
  let stored = 0
  while (spool.put(aBatch('x'.repeat(30_000))) === 'stored') {
    if (++stored > 10_000) throw new Error('it takes everything')
  }
  expect(spool.items).toBe(stored)
  const claim = await spool.claim()
  claim?.ack()
  expect(spool.put(aBatch('x'.repeat(30_000)))).toBe('stored')
})

it('also returns claimed items when it is emptied, and invalidates their claims', async () => {
  const spool = new MemorySpool(100_000)
  spool.put(aBatch('claimed'))
  const claim = await spool.claim()
  spool.put(aBatch('ready'))
  expect(messagesOf(spool.empty())).toEqual(['claimed', 'ready'])
  claim?.release(claim.batch)
  expect([spool.items, spool.hasReady]).toEqual([0, false])
})
