import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { TEST_KEY } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { findSpools, requireDestination, resolveTarget, searchedDirectories } from '../../src/maintenance'
import { aFolder } from '../spool/open-file-spool'
import { aSpool, NOWHERE } from './a-spool'

const OTHER = NOWHERE.replace(TEST_KEY, TEST_KEY.replace('1', '9'))

const pathsOf = (...args: Parameters<typeof findSpools>) => findSpools(...args).map(({ path }) => path)

it('finds the spool of the destination where programs of the same environment keep it', () => {
  const stateHome = aFolder()
  const own = aSpool(NOWHERE, join(stateHome, 'azmon'))
  const other = aSpool(OTHER, join(stateHome, 'azmon'))
  const env = { XDG_STATE_HOME: stateHome, APPLICATIONINSIGHTS_CONNECTION_STRING: NOWHERE }
  expect(pathsOf(resolveTarget({}, env))).toEqual([own.directory])
  expect(pathsOf(resolveTarget({}, env), 'all')).toEqual(expect.arrayContaining([own.directory, other.directory]))
  const withoutDestination = resolveTarget({}, { XDG_STATE_HOME: stateHome })
  expect(pathsOf(withoutDestination)).toEqual(expect.arrayContaining([own.directory, other.directory]))
})

it('finds nothing if there is no spool, and says where it searched', () => {
  const storagePath = aFolder()
  mkdirSync(join(storagePath, 'documents')) // not the name of a spool
  const target = resolveTarget({ storagePath }, {})
  expect(findSpools(target)).toEqual([])
  expect(searchedDirectories(target)).toEqual([storagePath])
})

it('finds a directory that other users can write to, but as unusable', () => {
  const spool = aSpool()
  spool.open()
  expect(findSpools(spool.target)).toEqual([
    { kind: 'unusable', path: spool.directory, reason: expect.stringContaining('is open to other users') },
  ])
})

it('requires a destination that is valid', () => {
  expect(() => requireDestination(resolveTarget({}, {}))).toThrow('No connection string was given')
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x' }
  expect(() => resolveTarget({}, env)).toThrow('InstrumentationKey must be a GUID')
})
