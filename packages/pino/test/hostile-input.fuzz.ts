import { LineReader, recordTime } from '@azmon/core/adapter'
import { bytesLike, CANARY, expectNoSecret, fuzz, jsonLike, stringsLike, valuesLike } from '@azmon/testkit/fuzz'
import { describe, expect } from '@jest/globals'
import fc from 'fast-check'
import { mapLine } from '../src/map-line'
import { PlainLineWriter } from '../src/plain-line-writer'
import { contextOf, NOW_MS } from './builders'

const err = { type: 'TypeError', message: 'a', stack: 'TypeError: a\n    at f (/b.js:1:2)\ncaused by: c', code: 'E' }
const own = { level: 30, time: NOW_MS, pid: 1, hostname: 'h', name: 'n', msg: 'a' }
const trace = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7', trace_flags: '01' }
const lines = jsonLike(
  own,
  { ...own, err, cause: err, aggregateErrors: [err] },
  { ...own, ...trace, 'azmon.operation': 'GET /', 'azmon.sampleRate': '25', customEvent: 'e' },
  { ...own, req: { _events: {}, rawHeaders: ['Cookie', 'a'], url: '/?token=1' }, token: 'a', list: [{ pwd: 'b' }] },
)

describe('a line', () => {
  const context = contextOf()
  const nested = contextOf({ nestedKey: 'req', recordsAs: 'event' })
  const writer = new PlainLineWriter(context)

  fuzz('of any shape', lines, (line) => writer.write(line, NOW_MS) ?? mapLine(line, context, NOW_MS))
  fuzz('as an event with nested fields', lines, (line) => mapLine(line, nested, NOW_MS))
  fuzz('with secrets', lines, (line) => mapLine(withSecrets(line), context, NOW_MS), expectNoSecret)
  fuzz('with a time', valuesLike(stringsLike('1772625600000', '2026-03-04T12:00:00.000Z')), (make) =>
    recordTime(make(), NOW_MS),
  )
})

describe('a stream', () => {
  const chunks = fc.array(
    bytesLike(Buffer.from(`${JSON.stringify(own)}\r\n€😀\n`)).map((bytes) => bytes.subarray(0, 4_096)),
    {
      maxLength: 4,
    },
  )
  fuzz(
    'in chunks',
    fc.tuple(chunks, fc.boolean()),
    ([pieces, areStrings]) => {
      const reader = new LineReader()
      const read = pieces.flatMap((piece) => [...reader.read(areStrings ? piece.toString('latin1') : piece)])
      return [...read, ...reader.end()]
    },
    (read) => expect(read.every((line) => line !== '' && !line.includes('\n'))).toBe(true),
  )
})

// --- helpers ---

function withSecrets(line: string): string {
  const string = JSON.stringify(line.slice(0, 1_024))
  return `{"level":30,"msg":"a","before":${string},"inner":{"password":"${CANARY}","list":[{"token":${string}}]},"apiKey":"${CANARY}"}`
}
