import { expect, it } from '@jest/globals'
import { withInstrumentationKey } from '../../src/forward/with-instrumentation-key'

it.each([
  ['{"iKey":"a","time":"t"}', '{"iKey":"NEW","time":"t"}'],
  ['{"time":"t","iKey" : "a"}', '{"time":"t","iKey" :"NEW"}'],
  [
    '{"tags":{"iKey":"inner"},"iKey":"a","data":[{"iKey":"x"}]}',
    '{"tags":{"iKey":"inner"},"iKey":"NEW","data":[{"iKey":"x"}]}',
  ],
  ['{"i\\u004bey":"a"}', '{"i\\u004bey":"NEW"}'],
  ['{"message":"\\"iKey\\":\\"a\\",{","iKey":"a"}', '{"message":"\\"iKey\\":\\"a\\",{","iKey":"NEW"}'],
])('replaces only the key of the envelope: %s', (text, expected) => {
  expect(withInstrumentationKey(text, 'NEW')).toBe(expected)
})

it('keeps numbers as they were written, and puts the envelope on one line', () => {
  expect(withInstrumentationKey('{\n  "iKey": "a",\r\n  "value": 12345678901234567890.10\n}', 'NEW')).toBe(
    '{   "iKey":"NEW",   "value": 12345678901234567890.10 }',
  )
})
