import { expect, it } from '@jest/globals'
import { codeOf, LocalError, reasonOf } from '../src/errors'

it('has a code and a cause', () => {
  const cause = new Error('taken')
  expect(new LocalError('AZMON_LOCAL_LISTEN', 'Cannot listen.', { cause })).toMatchObject({
    name: 'LocalError',
    code: 'AZMON_LOCAL_LISTEN',
    cause,
  })
})

it('reads the first line and the code of any thrown value', () => {
  expect([reasonOf(new Error('first\nsecond')), reasonOf('text'), reasonOf(undefined)]).toEqual([
    'first',
    'text',
    'undefined',
  ])
  expect([codeOf(Object.assign(new Error('x'), { code: 'EADDRINUSE' })), codeOf('text')]).toEqual([
    'EADDRINUSE',
    undefined,
  ])
})
