import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { TEST_KEY } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { aFolder } from '../spool/open-file-spool'
import { aSpool, NOWHERE, run } from './a-spool'

const HOUR_MS = 3_600_000

it('tells what waits, who holds what, and what went bad', async () => {
  const spool = aSpool()
  spool.put(['a', 'b'], Date.now() - 3 * HOUR_MS)
  spool.put(['c'])
  spool.putLeased(['d'], 'living')
  spool.putLeased(['e'], 'dead') // whoever comes first may have it
  spool.putJournal(['f'], 'living')
  spool.putJournal(['g'], 'dead')
  spool.putFile('bad/mf0k2x9a-00c0ffee00c0ffee.rejected', '12345')
  spool.putFile('somebody-elses.txt')

  const { code, stdout, stderr } = await run(['spool', 'ls', ...spool.args])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [directory, ...lines] = stdout.trimEnd().split('\n')
  expect(directory).toBe(spool.directory)
  expect(lines).toEqual([
    expect.stringMatching(/^ {2}waiting {3}3 files, 4 items, .*, the oldest 3 h old$/),
    '  leased    1 file, 1 item: being sent',
    expect.stringMatching(/^ {2}journals {2}1 in use, 1 of processes that are gone, \d+ bytes: to be sent$/),
    '  bad       1 file, 5 bytes',
    '  foreign   1 file of something else, or of a newer version',
  ])
})

it('tells programs the same', async () => {
  const spool = aSpool()
  spool.put(['a', 'b'], Date.now() - HOUR_MS)
  const { stdout } = await run(['spool', 'ls', '--json', ...spool.args])
  expect(JSON.parse(stdout)).toEqual({
    spools: [
      {
        directory: spool.directory,
        waiting: { files: 1, items: 2, bytes: expect.any(Number), oldestAgeMs: expect.any(Number) },
        leased: { files: 0, items: 0, bytes: 0 },
        journals: { inUse: 0, left: 0, leftBytes: 0 },
        unfinished: 0,
        bad: { files: 0, bytes: 0 },
        foreign: 0,
      },
    ],
  })
  expect(JSON.parse(stdout).spools[0].waiting.oldestAgeMs).toBeGreaterThanOrEqual(HOUR_MS)
})

it('takes the destination from where programs take it, and looks where they look', async () => {
  const stateHome = aFolder()
  const ours = aSpool(NOWHERE, join(stateHome, 'azmon'))
  const other = aSpool(NOWHERE.replace(TEST_KEY, TEST_KEY.replace('1', '9')), join(stateHome, 'azmon'))
  const env = { XDG_STATE_HOME: stateHome, APPLICATIONINSIGHTS_CONNECTION_STRING: NOWHERE }

  const own = await run(['spool', 'ls'], env)
  expect(own.stdout).toContain(ours.directory)
  expect(own.stdout).not.toContain(other.directory)

  const everything = [
    await run(['spool', 'ls', '--all'], env),
    await run(['spool', 'ls'], { XDG_STATE_HOME: stateHome }),
  ]
  for (const { stdout } of everything) for (const spool of [ours, other]) expect(stdout).toContain(spool.directory)
})

it('says where it looked when there is nothing', async () => {
  const folder = aFolder()
  const { code, stdout } = await run(['spool', 'ls', '--storage-path', folder, '--connection-string', NOWHERE])
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `There is no spool for http://127.0.0.1:9: nothing waits. Looked in ${folder}.\n`,
  })
})

it('does not look into a directory that others could have tampered with', async () => {
  const spool = aSpool()
  spool.open()
  const { code, stdout } = await run(['spool', 'ls', ...spool.args])
  expect(code).toBe(1)
  expect(stdout).toContain('is open to other users')
})

it('takes no folder for a spool that is not named like one', async () => {
  const storagePath = aFolder()
  mkdirSync(join(storagePath, 'documents'))
  const { stdout } = await run(['spool', 'ls', '--storage-path', storagePath])
  expect(stdout).toContain('nothing waits')
})
