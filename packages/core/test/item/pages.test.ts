import { memoryInUse, propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodeLines } from '../../src/batch/payload'
import { forgetTexts, type Item } from '../../src/item/item'
import { Pages } from '../../src/item/pages'

/** So many fill a page. */
const TO_FILL = 60
const KILOBYTE = 'x'.repeat(1_000)
const pages = new Pages()

describe('texts of items that wait', () => {
  it('read as they were, whichever of them have left, and whatever came in their place', () => {
    const texts = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.constantFrom(KILOBYTE, '€'.repeat(3_000), 'ä'.repeat(9_000)),
    )
    const step = fc.record({ text: texts, severityLevel: fc.constantFrom(0, 1, 2, 3, undefined), leaving: LEAVING })
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 200 }), (steps) => {
        const waiting: { readonly item: Item; readonly text: string }[] = []
        for (const { text, severityLevel, leaving } of steps) {
          waiting.push({ item: pages.itemOf(text, Buffer.byteLength(text), severityLevel), text })
          forgetTexts(waiting.splice(leaving.from, leaving.count).map(({ item }) => item))
          expect(waiting.map(({ item }) => item.json)).toEqual(waiting.map((each) => each.text))
        }
        const items = waiting.map(({ item }) => item)
        expect(encodeLines(items).toString()).toBe(waiting.map((each) => each.text).join('\n'))
      }),
      { numRuns: propertyRuns(30) },
    )
  })

  it('take no more memory for all that come and go', () => {
    const before = memoryInUse().arrayBuffers
    for (let batch = 0; batch < 100; batch++) forgetTexts(itemsOf(pages, 500))
    // Before anybody has looked for garbage.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000)
  })

  it('take none for chatter that has been given up, though what is severe waits on', () => {
    const before = memoryInUse().arrayBuffers
    const errors: Item[] = []
    for (let batch = 0; batch < 200; batch++) {
      itemsOf(pages, TO_FILL)
      errors.push(pages.itemOf(KILOBYTE, KILOBYTE.length, 3))
    }
    expect(memoryInUse().arrayBuffers - before).toBeLessThan(1_000_000)
    expect(errors.map(({ json }) => json)).toEqual(errors.map(() => KILOBYTE))
  })

  it('take none for what has gone to one destination, though what is for another one waits', () => {
    const before = memoryInUse().arrayBuffers
    const elsewhere = new Pages()
    const stalled = Array.from({ length: 200 }, () => {
      forgetTexts(itemsOf(pages, TO_FILL))
      return elsewhere.itemOf(KILOBYTE, KILOBYTE.length, 1)
    })
    expect(memoryInUse().arrayBuffers - before).toBeLessThan(1_000_000)
    expect(stalled.map(({ json }) => json)).toEqual(stalled.map(() => KILOBYTE))
  })
})

// --- helpers, in order of use ---

/** Seldom more than have come, from anywhere among those that wait. */
const LEAVING = fc.record({ from: fc.nat(20), count: fc.constantFrom(0, 0, 1, 1, 3) })

function itemsOf(from: Pages, count: number): Item[] {
  return Array.from({ length: count }, () => from.itemOf(KILOBYTE, KILOBYTE.length, 1))
}
