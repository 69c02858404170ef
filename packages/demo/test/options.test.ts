import { expect, it } from '@jest/globals'
import { readOptions } from '../src/options'

it('reads options and rejects unknown ones', () => {
  expect(readOptions([])).toEqual({ help: false, once: false, toAzure: false, port: undefined })
  expect(readOptions(['--once', '--to-azure', '--port', '0'])).toEqual({
    help: false,
    once: true,
    toAzure: true,
    port: 0,
  })
  expect(() => readOptions(['--twice'])).toThrow('--twice')
})
