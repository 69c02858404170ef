import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Heap } from '../../src/spool/heap'

it('knows the first entry, whatever was added and deleted', () => {
  const step = fc.record({ rank: fc.nat({ max: 20 }), deletes: fc.option(fc.nat(), { freq: 3 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const heap = new Heap<{ readonly rank: number }>((a, b) => a.rank - b.rank)
      let kept: { readonly rank: number }[] = []
      for (const { rank, deletes } of steps) {
        const entry = { rank }
        heap.add(entry)
        kept.push(entry)
        const victim = deletes === null ? undefined : kept[deletes % kept.length]
        if (victim !== undefined) heap.delete(victim)
        if (victim !== undefined) heap.delete(victim) // which is nothing, the second time
        kept = kept.filter((each) => each !== victim)
        expect(heap.size).toBe(kept.length)
        expect(heap.first?.rank).toBe(kept.length === 0 ? undefined : Math.min(...kept.map((each) => each.rank)))
      }
    }),
  )
})
