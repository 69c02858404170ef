import { propertyRuns } from '@azmon/testkit'
import { anyCharacter } from '@azmon/testkit/any-character'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { SerializedEnvelope } from '../../src/item/item'
import { Pages } from '../../src/item/pages'
import { journalRecord, recoverJournal } from '../../src/spool/journal-file'
import { anItem, messagesOf } from '../builders'

const items = Array.from({ length: 50 }, (_, index) => anItem(`${index} é\u{1f600}`))
const journal = Buffer.from(items.map(journalRecord).join(''))

/** The end of each record, without its line break. */
const ends = items.map(
  (_, index) =>
    Buffer.byteLength(
      items
        .slice(0, index + 1)
        .map(journalRecord)
        .join(''),
    ) - 1,
)

describe('a journal', () => {
  it('returns what was written, in order', () => {
    const { items: recovered, damaged } = recoverJournal(journal)
    expect(linesOf(recovered)).toEqual(linesOf(items))
    expect(damaged).toBe(0)
  })

  it('returns any item that was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: anyCharacter })), (texts) => {
        const written = texts.map((text) => anItem(text))
        const { items: recovered } = recoverJournal(Buffer.from(written.map(journalRecord).join('')))
        expect(linesOf(recovered)).toEqual(linesOf(written))
      }),
    )
  })

  it('that ends at any byte returns every record before it, and counts none as damaged', () => {
    const wrong: number[] = []
    for (let length = 0, whole = 0; length <= journal.length; length++) {
      if (length === ends[whole]) whole++
      const { items: recovered, damaged } = recoverJournal(journal.subarray(0, length))
      if (recovered.length !== whole || damaged !== 0) wrong.push(length)
    }
    expect(wrong).toEqual([])
    expect(messagesOf(recoverJournal(journal.subarray(0, ends[0])).items)).toEqual(['0 é\u{1f600}'])
  })

  it('with a damaged record returns the others, and counts that one', () => {
    const damagedOne = Buffer.from(journal)
    damagedOne[(ends[3] ?? 0) + 40] = 0x7e
    const { items: recovered, damaged } = recoverJournal(damagedOne)
    expect(linesOf(recovered)).toEqual(linesOf(items.filter((_, index) => index !== 4)))
    expect(damaged).toBe(1)
  })

  it('continues after a record that was cut off by a full disk', () => {
    const torn = Buffer.concat([journal.subarray(0, 100), Buffer.from('\n'), journal])
    expect(recoverJournal(torn)).toMatchObject({ damaged: 1, items: { length: 50 } })
  })

  it('returns only written items if bits are flipped anywhere', () => {
    const issued = new Set(linesOf(items))
    const bits = fc.array(fc.nat({ max: 8 * journal.length - 1 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(bits, (flipped) => {
        const damaged = Buffer.from(journal)
        for (const bit of flipped) damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        expect(linesOf(recoverJournal(damaged).items).filter((line) => !issued.has(line))).toEqual([])
      }),
      { numRuns: propertyRuns(100) },
    )
  })

  it('of random bytes is empty, without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), (bytes) => {
        expect(recoverJournal(Buffer.from(bytes)).items).toEqual([])
      }),
      { numRuns: propertyRuns(200) },
    )
  })

  it('does not return an intact record that is not an item', () => {
    const json = '{"some":"json"}'
    const record = journalRecord(new Pages().itemOf(json, json.length, undefined))
    expect(recoverJournal(Buffer.from(record))).toEqual({ items: [], damaged: 1 })
  })
})

function linesOf(recovered: readonly SerializedEnvelope[]): readonly string[] {
  return recovered.map(({ json }) => json)
}
