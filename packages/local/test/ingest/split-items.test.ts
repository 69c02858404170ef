import { expect, it } from '@jest/globals'
import { splitItems } from '../../src/ingest/split-items'

it.each([
  ['[{"a":1},nope,{"b":[1,2]}]', ['{"a":1}', 'nope', '{"b":[1,2]}']],
  ['{"a":1}\n\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
  ['{\n"a":1\n}', ['{\n"a":1\n}']],
  ['[ ]', []],
])('splits %j', (body, texts) => {
  expect(splitItems(body)).toEqual({ kind: 'items', texts })
})

it.each(['', '[1', '[1]x'])('rejects %j', (body) => {
  expect(splitItems(body)).toEqual({ kind: 'unparsable' })
})
