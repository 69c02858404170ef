import { bytesKept } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { detached } from '../src/detached'
import { Diagnostics } from '../src/diagnostics/diagnostics'
import { SecretNames } from '../src/redaction/secret-names'

const DOCUMENTS = 300
const MAX_BYTES = 1_000_000

/** Returns a name of 40 characters that is a slice of a document of 100 KB. */
function nameIn(index: number): string {
  return `${index}-`.repeat(20_000).slice(0, 40)
}

it.each(['', 'orderId', '17', '__proto__', 'ä漢😀'])('returns the same string: %j', (name) => {
  expect(detached(name)).toBe(name)
})

it('keeps no part of the string that it was cut from', () => {
  expect(bytesKept(() => times(detached))).toBeLessThan(MAX_BYTES)
})

it('is used for the names that redaction remembers', () => {
  const names = new SecretNames([])
  const remember = (name: string) => [names.ofKey(name), names.ofName(name, false), names.ofName(name, true)]
  expect(bytesKept(() => [names, times(remember)])).toBeLessThan(MAX_BYTES)
})

it('is used for the last error, which is short', () => {
  const diagnostics = new Diagnostics()
  const kept = bytesKept(() => {
    diagnostics.failed(new Error('x'.repeat(10_000_000)))
    return diagnostics
  })
  expect(kept).toBeLessThan(MAX_BYTES)
})

// --- helpers ---

function times<T>(work: (name: string) => T): readonly T[] {
  return Array.from({ length: DOCUMENTS }, (_, index) => work(nameIn(index)))
}
