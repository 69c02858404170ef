import { expect, it } from '@jest/globals'
import { scanJson } from '../../src/ingest/scan-json'

function visited(text: string, limit = Number.POSITIVE_INFINITY) {
  const seen: [string, number, number][] = []
  scanJson(text, (...visit) => seen.push(visit) < limit)
  return seen
}

it('visits brackets and commas outside of strings, with their depth', () => {
  expect(visited('{"a,":[1,"]\\"["]}')).toEqual([
    ['{', 0, 1],
    ['[', 6, 2],
    [',', 8, 2],
    [']', 15, 1],
    ['}', 16, 0],
  ])
})

it('stops when the visitor returns false', () => {
  expect(visited('[[[', 2)).toHaveLength(2)
})
