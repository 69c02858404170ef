import { expect, it } from '@jest/globals'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { consoleSpanExporter, type FinishedSpan } from '../src'
import { SPAN_ID, TRACE_ID } from './builders'

it('prints the duration, kind, name, ids, parent and error of a span', () => {
  expect(printedFor('GET /orders/:id', 'expired')).toEqual([
    `   12.3 ms  server    GET /orders/:id  ${TRACE_ID} ${SPAN_ID} < b7ad6b7169203331  ERROR expired`,
  ])
})

it('prints nothing that controls the terminal', () => {
  expect(printedFor('GET /\x1b[2J', 'a\nb')).toEqual([
    `   12.3 ms  server    GET /?[2J  ${TRACE_ID} ${SPAN_ID} < b7ad6b7169203331  ERROR a?b`,
  ])
})

// --- helpers ---

function printedFor(name: string, message: string): readonly string[] {
  const lines: string[] = []
  const span = {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    parentSpanId: 'b7ad6b7169203331',
    name,
    kind: SpanKind.SERVER,
    durationMs: 12.34,
    status: { code: SpanStatusCode.ERROR, message },
  } as FinishedSpan
  consoleSpanExporter((line) => lines.push(line))(span)
  return lines
}
