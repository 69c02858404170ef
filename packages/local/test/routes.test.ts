import { expect, it } from '@jest/globals'
import { canonicalPath } from '../src/routes'

it.each([
  ['/v2.1/track', '/v2.1/track'],
  ['//V2.1//Track/', '/v2.1/track'],
  ['/v2/track?a=b', '/v2/track'],
  ['/', '/'],
])('turns %s into %s', (path, expected) => {
  expect(canonicalPath(new Request(`http://localhost${path}`))).toBe(expected)
})
