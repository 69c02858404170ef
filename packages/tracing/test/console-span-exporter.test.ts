import { expect, it } from '@jest/globals'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { consoleSpanExporter, type FinishedSpan } from '../src'
import { SPAN_ID, TRACE_ID } from './builders'

it('prints the duration, kind, name, ids, parent and error of a span', () => {
  const lines: string[] = []
  const span = {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    parentSpanId: 'b7ad6b7169203331',
    name: 'GET /orders/:id',
    kind: SpanKind.SERVER,
    durationMs: 12.34,
    status: { code: SpanStatusCode.ERROR, message: 'expired' },
  } as FinishedSpan
  consoleSpanExporter((line) => lines.push(line))(span)
  expect(lines).toEqual([
    `   12.3 ms  server    GET /orders/:id  ${TRACE_ID} ${SPAN_ID} < b7ad6b7169203331  ERROR expired`,
  ])
})
