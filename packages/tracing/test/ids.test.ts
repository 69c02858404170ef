import { expect, it } from '@jest/globals'
import { newSpanId, newTraceId } from '../src/ids'

it('makes hexadecimal ids of the right length that do not repeat', () => {
  const traceIds = Array.from({ length: 1_000 }, newTraceId)
  const spanIds = Array.from({ length: 1_000 }, newSpanId)
  expect(traceIds.every((id) => /^[\da-f]{32}$/.test(id))).toBe(true)
  expect(spanIds.every((id) => /^[\da-f]{16}$/.test(id))).toBe(true)
  expect(new Set([...traceIds, ...spanIds]).size).toBe(2_000)
})
