import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { topOfRow, virtualWindow } from '../../../web/src/components/virtual-window'

it('keeps the visible rows and ten around them', () => {
  expect(virtualWindow(600, 24, 2_400, 240)).toEqual({ first: 90, end: 121, above: 2_160, below: 11_496 })
  expect(virtualWindow(0, 24, 0, 240)).toEqual({ first: 0, end: 0, above: 0, below: 0 })
})

it('makes room for the details of an open row', () => {
  const open = { index: 2, height: 300 }

  expect(topOfRow(2, 24, open)).toBe(48)
  expect(topOfRow(3, 24, open)).toBe(372)
  expect(virtualWindow(100, 24, 200, 240, open).first).toBe(0)
})

it('contains every row that can be seen, at any scroll position, and is never taller or shorter than the list', () => {
  const open = fc.option(fc.record({ index: fc.nat(599), height: fc.nat(900) }), { nil: undefined })
  fc.assert(
    fc.property(fc.nat(600), fc.nat(20_000), fc.integer({ min: 1, max: 2_000 }), open, (count, top, height, opened) => {
      const expansion = opened !== undefined && opened.index < count ? opened : undefined
      const { first, end, above, below } = virtualWindow(count, 24, top, height, expansion)
      const shown =
        (end - first) * 24 + (expansion && first <= expansion.index && expansion.index < end ? expansion.height : 0)
      expect(above + shown + below).toBe(count * 24 + (expansion?.height ?? 0))
      for (let row = 0; row < count; row++) {
        const rowTop = topOfRow(row, 24, expansion)
        const isVisible = rowTop + 24 > top && rowTop < top + height
        if (isVisible) expect(row >= first && row < end).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})
