import * as middleware from '@azmon/express'
import { expect, it } from '@jest/globals'
import * as entry from '../src/express'

it('exports everything that @azmon/express exports', () => {
  expect(entry).toEqual(middleware)
})
