import { expect, it } from '@jest/globals'
import { lendScratch, returnScratch } from '../../src/batch/scratch'

const LARGEST_BYTES = 1_114_112

it('lends a returned buffer again', () => {
  const first = lendScratch(100_000)
  returnScratch(first)
  expect(lendScratch(LARGEST_BYTES).buffer).toBe(first.buffer)
})

it('keeps two buffers at most', () => {
  const lent = [1, 2, 3].map(() => lendScratch(100_000))
  for (const buffer of lent) returnScratch(buffer)
  const again = [1, 2, 3].map(() => lendScratch(100_000))
  const buffers = new Set([...lent, ...again].map(({ buffer }) => buffer))
  expect(buffers.size).toBe(4)
})

it.each([10, 65_535, 65_536, LARGEST_BYTES, LARGEST_BYTES + 1])('lends exactly %i bytes', (bytes) => {
  const buffer = lendScratch(bytes)
  expect(buffer).toHaveLength(bytes)
  returnScratch(buffer)
})

it('does not keep a buffer that is larger than the largest batch', () => {
  const large = lendScratch(LARGEST_BYTES + 1)
  returnScratch(large)
  expect(lendScratch(LARGEST_BYTES).buffer).not.toBe(large.buffer)
})
