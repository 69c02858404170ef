import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from '@jest/globals'
import { storagePlaces } from '../../src/options/storage-places'

it.each<[string, string | undefined, Record<string, string>, string[]]>([
  ['only the option storagePath', '/data/telemetry', { STATE_DIRECTORY: '/s' }, ['/data/telemetry']],
  [
    'the first directory of a service, then that of the user',
    undefined,
    { STATE_DIRECTORY: '/var/lib/a:/var/lib/b', XDG_STATE_HOME: '/x' },
    ['/var/lib/a', '/x', tmpdir()],
  ],
  ['the home directory', undefined, {}, [join(homedir(), '.local', 'state'), tmpdir()]],
])('uses %s', (_, storagePath, env, bases) => {
  expect(storagePlaces(storagePath, env).map(({ base }) => base)).toEqual(bases)
})

it('makes storagePath absolute and uses it without a level of its own', () => {
  expect(storagePlaces('spool', {})).toEqual([{ base: resolve('spool'), levels: [] }])
})

it('names the user in the temporary directory, which users share', () => {
  expect(storagePlaces(undefined, {}).at(-1)?.levels).toEqual([`azmon-${process.geteuid?.()}`])
})
