import { anyCharacter } from '@azmon/testkit/any-character'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { LineReader } from '../../src/adapter/line-reader'

function linesOf(chunks: Iterable<Buffer | string>): string[] {
  const reader = new LineReader()
  const lines: string[] = []
  for (const chunk of chunks) lines.push(...reader.read(chunk))
  return [...lines, ...reader.end()]
}

describe('lines', () => {
  it.each<[string, readonly (Buffer | string)[], readonly string[]]>([
    ['may end in the chunk in which they begin', ['{"a":1}\n{"b":2}\n'], ['{"a":1}', '{"b":2}']],
    ['may end in a later chunk', ['{"a"', ':', '1}\n'], ['{"a":1}']],
    ['may end without a line break', ['one\ntwo'], ['one', 'two']],
    ['may end with a line break of Windows', ['one\r\ntwo\r\n'], ['one', 'two']],
    ['keep their indentation', ['Error: no\n    at pay (pay.js:1:2)\n'], ['Error: no', '    at pay (pay.js:1:2)']],
    ['are skipped if they are empty', ['\n\n  \none\n\n'], ['one']],
    [
      'are complete even if a character is split between chunks',
      [Buffer.from([0xf0, 0x9f]), Buffer.from([0x9b, 0x92, 0x0a])],
      ['🛒'],
    ],
    [
      'keep their order if bytes and strings alternate',
      [Buffer.from([0xf0, 0x9f]), 'text\n', Buffer.from('end')],
      ['\ufffdtext', 'end'],
    ],
    ['are not made from an empty chunk', [''], []],
  ])('%s', (_, chunks, lines) => {
    expect(linesOf(chunks)).toEqual(lines)
  })

  it('are the same wherever the bytes are split', () => {
    const line = fc.string({ unit: anyCharacter }).map((text) => JSON.stringify(text))
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(40), { minLength: 1 }), (lines, sizes) => {
        const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''))
        const chunks: Buffer[] = []
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const end = at + 1 + (sizes[i % sizes.length] ?? 0)
          chunks.push(bytes.subarray(at, end))
          at = end
        }
        expect(linesOf(chunks)).toEqual(lines)
      }),
    )
  })

  it('are the same in one large string', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i} 🛒 ${'é'.repeat(1 + (i % 60))}`)
    const text = `${lines.join('\n')}\n`
    expect(linesOf([text, text])).toEqual([...lines, ...lines])
  })

  it('are split if they are too long', () => {
    const chunk = 'x'.repeat(1_000_000)
    const lines = linesOf(Array.from({ length: 10 }, () => chunk))
    expect(lines).toHaveLength(2)
    expect(lines.join('')).toBe(chunk.repeat(10))
  })
})
