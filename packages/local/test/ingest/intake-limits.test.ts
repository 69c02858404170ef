import { expect, it } from '@jest/globals'
import { IntakeLimits } from '../../src/ingest/intake-limits'

const MEBIBYTE = 1024 * 1024

it('lets all requests together hold 64 MiB until they are disposed of', () => {
  const limits = new IntakeLimits()
  const first = limits.admit(false)
  const second = limits.admit(false)
  first.take(60 * MEBIBYTE)
  second.take(4 * MEBIBYTE)
  expect(() => second.take(1)).toThrow(expect.objectContaining({ statusCode: 503 }))

  first[Symbol.dispose]()
  first[Symbol.dispose]()
  second.take(60 * MEBIBYTE)
  expect(() => second.take(1)).toThrow(expect.objectContaining({ statusCode: 503 }))
})

it('lets web pages send 32 MiB at once and 1 MiB per second, and counts an item as 512 bytes', () => {
  let nowMs = 0
  const limits = new IntakeLimits(() => nowMs)
  const page = () => limits.admit(true)
  page().take(16 * MEBIBYTE)
  expect(page().takeItems(32 * 1024)).toBe(true)
  expect(page().takeItems(1)).toBe(false)
  expect(() => page().take(1)).toThrow(expect.objectContaining({ statusCode: 429 }))
  expect(limits.admit(false).takeItems(64_000)).toBe(true)

  nowMs = 1_000
  page().take(MEBIBYTE)
  expect(() => page().take(1)).toThrow(expect.objectContaining({ statusCode: 429 }))
})
