import { expect, it } from '@jest/globals'
import { checkOptions } from '../src/check-options'

const kinds = { ignore: 'array', level: 'any' } as const
const check = (options: object) => () =>
  checkOptions('mine', options as { ignore?: unknown; level?: unknown }, kinds as never)

it('accepts known options and undefined ones', () => {
  expect(check({ ignore: ['/health'], level: 5 })).not.toThrow()
  expect(check({ ignore: undefined })).not.toThrow()
})

it('rejects an unknown option and a single value in place of an array', () => {
  expect(check({ ingore: [] })).toThrow('ingore is not an option of mine. The options are ignore, level.')
  expect(check({ ignore: '/health' })).toThrow('ignore of mine must be an array, got a string.')
})
