import { expect, it } from '@jest/globals'
import { printable } from '../src/printable'

it.each([
  ['a command of the terminal', '\x1b[2Ja\x1b]0;title\x07', '?[2Ja?]0;title?'],
  ['an 8-bit command', 'a\x9b2Jb', 'a?2Jb'],
  ['other lines', 'a\nb\r\nc\u2028d\u0085e', 'a?b??c?d?e'],
  ['text that runs backwards', 'a\u202etxt\u2066b', 'a?txt?b'],
  ['a backspace', 'ab\b\bxy\x7f', 'ab??xy?'],
])('replaces %s', (_, text, printed) => {
  expect(printable(text)).toBe(printed)
})

it('keeps text of all languages, and tabs', () => {
  expect(printable('Größe\t価格 🛒')).toBe('Größe\t価格 🛒')
})

it('cuts long text, but no character in half', () => {
  expect(printable('🛒'.repeat(9), 3)).toBe('🛒…')
  expect(printable('x'.repeat(100_000)).length).toBeLessThan(20_000)
})
