import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { makePrivateDirectory, stateDirectories } from '../../src/tls/state-directory'

it.each([
  [{}, [join(homedir(), '.local/state/azmon-local')]],
  [{ XDG_STATE_HOME: '/state' }, ['/state/azmon-local']],
  [
    { STATE_DIRECTORY: '/var/lib/shop:/var/lib/other', XDG_STATE_HOME: '/state' },
    ['/var/lib/shop/azmon-local', '/state/azmon-local'],
  ],
])('with %j, the directories are %j and one of this user in the temporary directory', (env, expected) => {
  const directories = stateDirectories(env)
  expect(directories.slice(0, -1)).toEqual(expected)
  expect(directories.at(-1)).toMatch(/azmon-local-\d+$/)
})

it('rejects a path that is no directory', async () => {
  await expect(makePrivateDirectory('/dev/null')).rejects.toMatchObject({ code: 'EEXIST' })
})
