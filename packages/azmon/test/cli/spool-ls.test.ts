import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { aFolder, aSpool, NOWHERE, run } from './a-spool'

it('prints the stored batches and those that running processes hold', async () => {
  const spool = aSpool()
  await spool.holdJournal('d') // first, because a process that starts recovers journals of ended processes
  await spool.leaveBatch('a', 'b')
  await spool.leaveJournal('c')

  const { code, stdout, stderr } = await run(['spool', 'ls', ...spool.args])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [directory, ...lines] = stdout.trimEnd().split('\n')
  expect(directory).toContain(spool.storagePath)
  expect(lines).toEqual([
    expect.stringMatching(/^ {2}waiting {5}1 file, 2 items, \d+ bytes, oldest \d+ s$/),
    '  leased      nothing',
    expect.stringMatching(/^ {2}journals {4}1 in use, 1 of ended processes, \d+ bytes$/),
    '  bad         nothing',
  ])
})

it('prints the same as JSON', async () => {
  const spool = aSpool()
  await spool.leaveBatch('a', 'b')
  const { stdout } = await run(['spool', 'ls', '--json', ...spool.args])
  expect(JSON.parse(stdout)).toEqual({
    spools: [
      {
        directory: expect.stringContaining(spool.storagePath),
        waiting: { files: 1, items: 2, bytes: expect.any(Number), oldestAgeMs: expect.any(Number) },
        leased: { files: 0, items: 0, bytes: 0 },
        journals: { inUse: 0, left: 0, leftBytes: 0 },
        unfinished: 0,
        bad: { files: 0, bytes: 0 },
        foreign: 0,
      },
    ],
  })
})

it('lists the spools of all resources with --all', async () => {
  const storagePath = aFolder()
  const other = NOWHERE.replace(':9', ':10')
  await aSpool(NOWHERE, storagePath).leaveBatch('a')
  await aSpool(other, storagePath).leaveBatch('b')
  const args = ['spool', 'ls', '--storage-path', storagePath, '--connection-string', other]
  expect((await run(args)).stdout.match(/waiting/g)).toHaveLength(1)
  expect((await run([...args, '--all'])).stdout.match(/waiting/g)).toHaveLength(2)
})

it('says where it searched if there is no spool', async () => {
  const folder = aFolder()
  expect(await run(['spool', 'ls', '--storage-path', folder, '--connection-string', NOWHERE])).toMatchObject({
    code: 0,
    stdout: `There is no spool for http://127.0.0.1:9: nothing is stored. Searched ${folder}.\n`,
  })
})

it('exits with 1 if a directory is open to other users', async () => {
  const spool = aSpool()
  await spool.leaveBatch('a')
  for (const name of readdirSync(spool.storagePath)) chmodSync(join(spool.storagePath, name), 0o777)
  const { code, stdout } = await run(['spool', 'ls', ...spool.args])
  expect(code).toBe(1)
  expect(stdout).toContain('is open to other users')
})
