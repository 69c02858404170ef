import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { runCli } from '../../src/cli/run'
import { type ASpool, aFolder, aSpool, NOWHERE, run } from './a-spool'
import { aTerminal } from './a-terminal'

/** With two files that can be deleted and one that a running program writes. */
async function aFullSpool(): Promise<{ readonly spool: ASpool; readonly kept: readonly string[] }> {
  const spool = aSpool()
  await spool.holdJournal('being written')
  const kept = spool.names()
  await spool.leaveBatch('a', 'b')
  await spool.leaveJournal('c')
  return { spool, kept }
}

/** As on a terminal whose user gives this answer. */
async function purgeAnswering(answer: string, spool: ASpool) {
  const questions: string[] = []
  const ask = async (question: string) => {
    questions.push(question)
    return answer
  }
  const { terminal, printed, remarks } = aTerminal({ ask, columns: 80 })
  const code = await runCli(['spool', 'purge', ...spool.args], terminal)
  return { code, questions, printed: [...printed, ...remarks].join('\n') }
}

it('deletes the files that no running process holds, with --yes', async () => {
  const { spool, kept } = await aFullSpool()
  const { code, stdout, stderr } = await run(['spool', 'purge', '--yes', ...spool.args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/\nDeleted 2 files with at least 2 items, .*\.\n$/)
  expect(stdout).toContain('  kept        1 file in use by running processes\n')
  expect(spool.names()).toEqual(kept)
})

it('asks on a terminal', async () => {
  const { spool, kept } = await aFullSpool()
  const { code, questions } = await purgeAnswering('y', spool)
  expect(code).toBe(0)
  expect(questions).toEqual([expect.stringMatching(/^Delete 2 files with at least 2 items, .*\? \[y\/N\] $/)])
  expect(spool.names()).toEqual(kept)
})

it('deletes nothing if the answer is not yes', async () => {
  const spool = aSpool()
  await spool.leaveBatch('a')
  const before = spool.names()
  for (const answer of ['', 'n', 'no', 'perhaps']) {
    const { code, printed } = await purgeAnswering(answer, spool)
    expect(code).toBe(1)
    expect(printed).toContain('Nothing was deleted.')
  }
  expect(spool.names()).toEqual(before)
})

it('lists the files and deletes nothing if it cannot ask', async () => {
  const spool = aSpool()
  await spool.leaveBatch('a')
  const { code, stdout, stderr } = await run(['spool', 'purge', ...spool.args])
  expect(code).toBe(2)
  expect(stdout).toMatch(/\n {2}waiting {5}1 file, \d+ bytes\n$/)
  expect(stderr).toBe('azmon spool purge: stdin is not a terminal: pass --yes to confirm. Nothing was deleted.\n')
  expect(spool.names()).toHaveLength(1)
})

it('does not ask if there is nothing to delete', async () => {
  const { code, stdout } = await run(['spool', 'purge', ...aSpool().args])
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'There is nothing to delete.\n' })
})

it('deletes the spools of other resources only with --all', async () => {
  const storagePath = aFolder()
  const own = aSpool(NOWHERE, storagePath)
  for (const spool of [own, aSpool(NOWHERE.replace(':9', ':10'), storagePath)]) await spool.leaveBatch('a')
  await run(['spool', 'purge', '--yes', ...own.args])
  expect(own.names()).toHaveLength(1)
  await run(['spool', 'purge', '--yes', '--all', ...own.args])
  expect(own.names()).toEqual([])
})

it('skips a directory that is open to other users', async () => {
  const spool = aSpool()
  await spool.leaveBatch('a')
  for (const name of readdirSync(spool.storagePath)) chmodSync(join(spool.storagePath, name), 0o777)
  const { stderr } = await run(['spool', 'purge', '--yes', ...spool.args])
  expect(stderr).toMatch(/ is skipped: .* is open to other users/)
  expect(spool.names()).toHaveLength(1)
})

it('prints an error of the file system in one line', async () => {
  const spool = aSpool()
  await spool.leaveBatch('a')
  const [name = ''] = readdirSync(spool.storagePath)
  const bad = join(spool.storagePath, name, 'bad')
  rmSync(bad, { recursive: true, force: true })
  writeFileSync(bad, '')
  const { code, stdout, stderr } = await run(['spool', 'purge', '--yes', ...spool.args])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^azmon spool purge: ENOTDIR.*\n$/)
})
