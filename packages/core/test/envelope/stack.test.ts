import { cpuMs, propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { errorHead, parseStack } from '../../src/envelope/stack'

describe('a stack', () => {
  it.each<[string, object]>([
    ['at charge (/app/pay.js:12:7)', { method: 'charge', fileName: '/app/pay.js', line: 12 }],
    ['at async charge (/app/pay.js:12:7)', { method: 'charge', fileName: '/app/pay.js', line: 12 }],
    ['at new Order (file:///app/order.mjs:3:1)', { method: 'new Order', fileName: 'file:///app/order.mjs', line: 3 }],
    [
      'at Shop.pay [as checkout] (C:\\app\\shop.js:5:9)',
      { method: 'Shop.pay [as checkout]', fileName: 'C:\\app\\shop.js', line: 5 },
    ],
    ['at /app/index.js:1:2', { method: '<anonymous>', fileName: '/app/index.js', line: 1 }],
    ['at async /app/index.js:1:2', { method: '<anonymous>', fileName: '/app/index.js', line: 1 }],
    ['at Array.map (<anonymous>)', { method: 'Array.map', fileName: '<anonymous>' }],
    [
      'at eval (eval at run (/app/a.js:1:1), <anonymous>:2:3)',
      { method: 'eval', fileName: 'eval at run (/app/a.js:1:1), <anonymous>', line: 2 },
    ],
    ['at Promise.all (index 0)', { method: 'Promise.all', fileName: 'index 0' }],
  ])('has the frame %s', (line, frame) => {
    expect(parseStack(`Error: x\n    ${line}`)).toEqual([{ level: 0, ...frame }])
  })

  it('counts its levels from the throw site, without lines that are not frames', () => {
    const frames = parseStack('Error: at first\nmore text\n    at a (a.js:1:1)\n    --- async ---\n    at b (b.js:2:2)')
    expect(frames).toMatchObject([
      { level: 0, method: 'a' },
      { level: 1, method: 'b' },
    ])
  })

  it('has no frames from a message that looks like frames', () => {
    const message = 'Parse failed\n    at position 5 (input.txt:1:2)'
    expect(parseStack(`Error: ${message}\n    at parse (a.js:1:1)`, message)).toMatchObject([
      { level: 0, method: 'parse' },
    ])
  })

  it('keeps both ends if it is long', () => {
    const frames = parseStack(Array.from({ length: 500 }, (_, i) => `    at f${i} (a.js:${i}:1)`).join('\n'))
    expect(frames).toHaveLength(100)
    expect(frames[0]).toMatchObject({ level: 0, method: 'f0' })
    expect(frames.at(-1)).toMatchObject({ level: 499, method: 'f499' })
  })

  it.each([
    ['spaces', `    at ${' '.repeat(100_000)}(`],
    ['colons', `    at f (${':'.repeat(100_000)})`],
    ['brackets', `    at ${'('.repeat(100_000)}:1:1)`],
    ['asyncs', `    at ${'async '.repeat(20_000)}`],
    ['frames', '    at f (a.js:1:1)\n'.repeat(500_000)],
  ])('of only %s is parsed in less than 50 ms', (_, stack) => {
    expect(cpuMs(() => parseStack(stack))).toBeLessThan(50)
  })
})

it('parses any string to frames in order, each with a method', () => {
  const line = fc.oneof(
    fc.string(),
    fc.string().map((text) => `    at ${text}`),
    fc.constantFrom('at ', 'at (', 'at x (a:1', 'at :::', 'at ()', 'at async ()'),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 150 }), (lines) => {
      const frames = parseStack(lines.join('\n'))
      expect(frames.length).toBeLessThanOrEqual(100)
      for (const [index, { level, method, line: lineNumber }] of frames.entries()) {
        expect(level).toBeGreaterThanOrEqual(index)
        expect(method).not.toBe('')
        expect(lineNumber === undefined || Number.isSafeInteger(lineNumber)).toBe(true)
      }
    }),
    { numRuns: propertyRuns(1_000) },
  )
})

describe('the head of a stack', () => {
  it.each([
    ['RangeError: expired\n    at a (a.js:1:1)', { name: 'RangeError', message: 'expired' }],
    ['RangeError [ERR_CARD]: expired', { name: 'RangeError', message: 'expired' }],
    ['Error: first\nsecond\n    at a (a.js:1:1)', { name: 'Error', message: 'first\nsecond' }],
    ['AbortError', { name: 'AbortError', message: '' }],
    ['Error: no\n\tat a (a.js:1:1)', { name: 'Error', message: 'no' }],
    ['    at a (a.js:1:1)', { name: 'Error', message: '' }],
    ['thrown by hand', { name: 'Error', message: 'thrown by hand' }],
  ])('of %j is %j', (stack, head) => {
    expect(errorHead(stack)).toEqual(head)
  })
})
