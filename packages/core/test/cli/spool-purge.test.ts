import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { TEST_KEY } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import type { CliIo } from '../../src/cli/io'
import { runCli } from '../../src/cli/run'
import { type ASpool, aSpool, NOWHERE, run } from './a-spool'

/** With something of every kind that may go, and something of every kind that has to stay. */
function aFullSpool(): { readonly spool: ASpool; readonly kept: readonly string[] } {
  const spool = aSpool()
  spool.putLeased(['being sent'], 'living')
  spool.putLeased(['being sent by one that slept'], 'living', Date.now() - 1_000)
  spool.putJournal(['being written'], 'living')
  spool.putFile('somebody-elses.txt')
  spool.putFile('bad/notes.txt')
  const kept = spool.names()
  spool.put(['a', 'b'])
  spool.putLeased(['c'], 'dead')
  spool.putJournal(['d'], 'dead')
  spool.putFile('bad/mf0k2x9a-00c0ffee00c0ffee.rejected')
  return { spool, kept }
}

/** As on a terminal where somebody gives this answer. */
async function purgeAnswering(answer: string, spool: ASpool) {
  const printed: string[] = []
  const questions: string[] = []
  const io: CliIo = {
    program: 'azmon-core',
    env: {},
    print: (line) => printed.push(line),
    remark: (line) => printed.push(line),
    ask: async (question) => {
      questions.push(question)
      return answer
    },
    interruptible: (work) => work(new AbortController().signal),
  }
  const code = await runCli(['spool', 'purge', ...spool.args], io)
  return { code, questions, printed: printed.join('\n') }
}

it('throws away what nobody holds, and nothing else, once it is told to', async () => {
  const { spool, kept } = aFullSpool()
  const { code, stdout, stderr } = await run(['spool', 'purge', '--yes', ...spool.args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/Thrown away: 4 files with at least 3 items, .*\./)
  expect(stdout).toContain('stays     3 files that running processes hold')
  expect(spool.names()).toEqual(kept)
})

it('asks where somebody can answer', async () => {
  const { spool, kept } = aFullSpool()
  const { code, questions } = await purgeAnswering('y', spool)
  expect(code).toBe(0)
  expect(questions).toEqual([expect.stringMatching(/^Throw away 4 files with at least 3 items, .*\? \[y\/N\] $/)])
  expect(spool.names()).toEqual(kept)
})

it.each(['', 'n', 'no', 'perhaps'])('throws nothing away where the answer is %p', async (answer) => {
  const { spool } = aFullSpool()
  const before = spool.names()
  const { code, printed } = await purgeAnswering(answer, spool)
  expect(code).toBe(1)
  expect(printed).toContain('Nothing was thrown away.')
  expect(spool.names()).toEqual(before)
})

it('refuses where there is nobody to ask, and says what there is', async () => {
  const { spool } = aFullSpool()
  const before = spool.names()
  const { code, stdout, stderr } = await run(['spool', 'purge', ...spool.args])
  expect(code).toBe(2)
  expect(stdout).toContain('waiting')
  expect(stderr).toContain('say --yes')
  expect(spool.names()).toEqual(before)
})

it('does not ask where there is nothing to throw away', async () => {
  const { code, stdout } = await run(['spool', 'purge', ...aSpool().args])
  expect(code).toBe(0)
  expect(stdout).toContain('There is nothing to throw away.')
})

it('touches the spools of other resources only when told so', async () => {
  const ours = aSpool()
  const other = aSpool(NOWHERE.replace(TEST_KEY, TEST_KEY.replace('1', '9')), ours.storagePath)
  for (const spool of [ours, other]) spool.put(['a'])
  await run(['spool', 'purge', '--yes', ...ours.args])
  expect([ours.names().length, other.names().length]).toEqual([0, 1])
  await run(['spool', 'purge', '--yes', '--all', ...ours.args])
  expect(other.names()).toEqual([])
})

it('leaves a directory alone that others could have tampered with', async () => {
  const { spool } = aFullSpool()
  const before = spool.names()
  spool.open()
  const { stderr } = await run(['spool', 'purge', '--yes', ...spool.args])
  expect(stderr).toContain('is left alone')
  expect(spool.names()).toEqual(before)
})

it('says in one line what the disk will not do', async () => {
  const spool = aSpool()
  rmSync(join(spool.directory, 'bad'), { recursive: true })
  spool.putFile('bad')
  const { code, stdout, stderr } = await run(['spool', 'purge', '--yes', ...spool.args])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^azmon-core: ENOTDIR.*\n$/)
})
