import { expect, it } from '@jest/globals'
import { recognizeId } from '../../../web/src/state/recognize-id'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

it.each([
  [`00-${TRACE}-${SPAN}-00`, { kind: 'traceparent', operationId: TRACE, spanId: SPAN }],
  [` ${TRACE.toUpperCase()} `, { kind: 'operation id', operationId: TRACE }],
  [`"${TRACE}",`, { kind: 'operation id', operationId: TRACE }],
  [SPAN, { kind: 'span id', spanId: SPAN }],
  ['4bf92f35-77b3-4da6-a3ce-929d0e0e4736', { kind: 'item id', operationId: TRACE }],
  [`|${TRACE}.1_2.`, { kind: 'operation id', operationId: TRACE }],
  ['checkout', undefined],
  ['12345678', undefined],
])('recognizes %s', (text, expected) => {
  expect(recognizeId(text)).toEqual(expected)
})
