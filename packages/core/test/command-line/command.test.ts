import { expect, it } from '@jest/globals'
import { COMMON_OPTIONS, optionName } from '../../src/command-line/command'
import { readArguments } from '../../src/command-line/read-arguments'

it.each([
  ['json', '--json'],
  ['storagePath', '--storage-path'],
  ['maxRowsOfTable', '--max-rows-of-table'],
])('the option %s is %s on the command line', (key, name) => {
  expect(optionName(key)).toBe(name)
  expect(readArguments({ options: { [key]: { kind: 'flag', help: '' } } }, [name])).toMatchObject({
    values: { [key]: true },
  })
})

it('every command has help and a version', () => {
  expect(Object.keys(COMMON_OPTIONS)).toEqual(['help', 'version'])
})
