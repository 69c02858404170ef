import { LineReader } from '@azmon/core/adapter'
import { expectLinear, takesLessThan } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { mapLine } from '../src/map-line'
import { PlainLineWriter } from '../src/plain-line-writer'
import { contextOf, NOW_MS } from './builders'

const context = contextOf()
const writer = new PlainLineWriter(context)

/**
 * Strings that are slow to read if an expression tries one character several times, or a loop starts again for each. Brackets
 * are closed: for unclosed ones, `JSON.parse` itself takes time that grows faster than their number.
 */
const PATTERNS = [
  ...[
    'a',
    ' ',
    '"',
    '\\',
    '\\"',
    '{',
    '{"',
    '{"a":1},',
    '[1],',
    ',',
    ':',
    '"a":1,',
    '"a":"b",',
    '\n',
    '\r\n',
    '0',
    '-',
    '.',
    '9.',
  ],
  ...['token=', '"token":', "token:'", 'a://', '\ncaused by: ', '\n    at ', 'Error: ', 'é', '😀'],
]

const filled = (pattern: string, length: number) => pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)

const read = (line: string) => writer.write(line, NOW_MS) ?? mapLine(line, context, NOW_MS)
const json = (fields: object) => read(JSON.stringify({ level: 30, time: NOW_MS, msg: 'x', ...fields }))

const PARSERS: readonly (readonly [parser: string, read: (string: string) => unknown])[] = [
  ['a line', read],
  ['a line that begins as JSON', (string) => read(`{${string}`)],
  ['fields', (string) => read(`{"level":30,${string}"msg":"x"}`)],
  ['a value', (string) => read(`{"level":30,"a":${string},"msg":"x"}`)],
  ['a name', (string) => json({ [string]: 1 })],
  ['a dimension', (string) => json({ string })],
  ['a nested string', (string) => json({ a: { string } })],
  ['a message', (msg) => json({ msg })],
  ['a level', (level) => json({ level })],
  ['a time', (time) => json({ time })],
  ['a trace id', (trace_id) => json({ trace_id, span_id: '00f067aa0ba902b7' })],
  ['the message of an error', (message) => json({ err: { type: 'Error', message, stack: `Error: ${message}` } })],
  ['the stack of an error', (stack) => json({ err: { type: 'Error', message: 'x', stack } })],
  ['the causes of an error', (stack) => json({ err: { message: stack, stack: `Error: x\ncaused by: ${stack}` } })],
  ['raw headers', (string) => json({ req: { _events: {}, rawHeaders: string.match(/.{1,16}/gs) } })],
  ['chunks', (string) => [...new LineReader().read(string)]],
]

/** On an idle machine it is less than 1 ms; a busy one counts up to three times that for the same work. */
const LIMIT_MS = 3

describe.each(PARSERS)('the time to read %s', (_, parse) => {
  it('is at most a millisecond for any string of 16 KB', () => {
    const slow = PATTERNS.filter((pattern) => {
      const input = filled(pattern, 16_384)
      return !takesLessThan(LIMIT_MS, () => parse(input))
    })
    expect(slow).toEqual([])
  })

  it('at most doubles if the length of any string doubles', () => {
    // Up to 32K characters: memory for longer lines costs more than reading them.
    for (const pattern of PATTERNS) expectLinear((length) => filled(pattern, length / 4), parse)
  })
})
