import { memoryInUse, propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodeLines } from '../../src/batch/payload'
import { type Item, releaseTexts } from '../../src/item/item'
import { Pages } from '../../src/item/pages'

/** The number of items that fill a page. */
const TO_FILL = 60
const KILOBYTE = 'x'.repeat(1_000)
const pages = new Pages()

describe('items in pages', () => {
  it('keep their lines, whichever others were released, and whatever was written in their place', () => {
    const texts = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.constantFrom(KILOBYTE, '€'.repeat(3_000), 'ä'.repeat(9_000)),
    )
    const step = fc.record({ text: texts, severityLevel: fc.constantFrom(0, 1, 2, 3, undefined), released: RELEASED })
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 200 }), (steps) => {
        const kept: { readonly item: Item; readonly text: string }[] = []
        for (const { text, severityLevel, released } of steps) {
          kept.push({ item: pages.itemOf(text, Buffer.byteLength(text), severityLevel), text })
          releaseTexts(kept.splice(released.from, released.count).map(({ item }) => item))
          expect(kept.map(({ item }) => item.json)).toEqual(kept.map((each) => each.text))
        }
        const items = kept.map(({ item }) => item)
        expect(encodeLines(items).toString()).toBe(kept.map((each) => each.text).join('\n'))
      }),
      { numRuns: propertyRuns(30) },
    )
  })

  it('reuse the memory of released items', () => {
    const before = memoryInUse().arrayBuffers
    for (let batch = 0; batch < 100; batch++) releaseTexts(itemsOf(pages, 500))
    // Without a garbage collection.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000)
  })

  it('take no memory for released items of low priority while errors are kept', () => {
    const before = memoryInUse().arrayBuffers
    const errors: Item[] = []
    for (let batch = 0; batch < 200; batch++) {
      itemsOf(pages, TO_FILL)
      errors.push(pages.itemOf(KILOBYTE, KILOBYTE.length, 3))
    }
    expect(memoryInUse().arrayBuffers - before).toBeLessThan(1_000_000)
    expect(errors.map(({ json }) => json)).toEqual(errors.map(() => KILOBYTE))
  })

  it('take no memory for released items of one client while those of another client are kept', () => {
    const before = memoryInUse().arrayBuffers
    const elsewhere = new Pages()
    const kept = Array.from({ length: 200 }, () => {
      releaseTexts(itemsOf(pages, TO_FILL))
      return elsewhere.itemOf(KILOBYTE, KILOBYTE.length, 1)
    })
    expect(memoryInUse().arrayBuffers - before).toBeLessThan(1_000_000)
    expect(kept.map(({ json }) => json)).toEqual(kept.map(() => KILOBYTE))
  })
})

// --- helpers, in order of use ---

/** Releases items at any position, mostly fewer than were added. */
const RELEASED = fc.record({ from: fc.nat(20), count: fc.constantFrom(0, 0, 1, 1, 3) })

function itemsOf(from: Pages, count: number): Item[] {
  return Array.from({ length: count }, () => from.itemOf(KILOBYTE, KILOBYTE.length, 1))
}
