import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const PROGRAM = join(__dirname, '..', 'programs', 'prints.cjs')

it('prints results to stdout and remarks to stderr, and asks no questions without a terminal', async () => {
  const program = startProgram(PROGRAM, { env: { ROLE: 'shop' } })
  program.endInput()
  expect(await program.ended).toMatchObject({
    code: 7,
    stdout: 'a result for shop\nthe last line\n',
    stderr: 'a remark\n',
  })
})

it('prints nothing that controls the terminal', async () => {
  const program = startProgram(PROGRAM, { env: { ROLE: 'sh\x1b[2Jop' } })
  program.endInput()
  expect((await program.ended).stdout).toBe('a result for sh?[2Jop\nthe last line\n')
})

it('ends as usual if the reader closes stdout and stderr', async () => {
  const child = spawn(process.execPath, [PROGRAM], { env: { ROLE: 'shop' } })
  child.stdout.destroy()
  child.stderr.destroy()
  child.stdin.end()
  const [code] = await once(child, 'exit')
  expect(code).toBe(7)
})
