import { describe, expect, type it as jestIt } from '@jest/globals'
import type { Spool } from '../../src/spool/spool'
import { aBatch, messagesOf } from '../builders'

/** The tests of every spool. `make` returns an empty one that has room for some batches, and may claim them. */
export function spoolContract(it: typeof jestIt, make: () => Spool): void {
  describe('a spool', () => {
    it('returns batches in the order in which they were put', async () => {
      const spool = make()
      for (const message of ['first', 'second']) expect(spool.put(aBatch(message))).toBe('stored')
      expect(await claimed(spool)).toEqual(['first'])
      expect(await claimed(spool)).toEqual(['second'])
      expect(await spool.claim()).toBeUndefined()
    })

    it('gives a batch to one claim only', async () => {
      const spool = make()
      spool.put(aBatch('only'))
      const claims = await Promise.all([spool.claim(), spool.claim()])
      expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1)
      expect(spool.hasReady).toBe(false)
    })

    it('counts a claimed batch until it is acknowledged', async () => {
      const spool = make()
      spool.put(aBatch('a', 'b'))
      const claim = await spool.claim()
      expect(spool.items).toBe(2)
      claim?.ack()
      expect(spool.items).toBe(0)
      expect(await spool.claim()).toBeUndefined()
    })

    it('returns a released batch again, after batches that were released less often', async () => {
      const spool = make()
      spool.put(aBatch('first'))
      spool.put(aBatch('second'))
      const claim = await spool.claim()
      if (claim === undefined) throw new Error('nothing to claim')
      claim.release(claim.batch)
      expect([await claimed(spool), await claimed(spool)]).toEqual([['second'], ['first']])
    })

    it('keeps the rest of a released batch', async () => {
      const spool = make()
      const batch = aBatch('sent', 'left')
      spool.put(batch)
      const claim = await spool.claim()
      claim?.release({ items: batch.items.slice(1) })
      expect(spool.items).toBe(1)
      expect(await claimed(spool)).toEqual(['left'])
    })
  })
}

async function claimed(spool: Spool): Promise<readonly string[] | undefined> {
  const claim = await spool.claim()
  return claim === undefined ? undefined : messagesOf(claim.batch.items)
}
