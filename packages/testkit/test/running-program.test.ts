import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { killFleet, startProgram } from '../src/running-program'

const ECHOES = join(__dirname, 'programs/echoes.cjs')

it('reads lines that are written to its stdin, and ends with the input', async () => {
  const program = startProgram(ECHOES, { args: ['a'], env: { GIVEN: '1', LEFT_OUT: undefined } })
  await program.untilPrinted('ready')
  program.writeLine('one')
  await program.untilPrinted('read one')
  program.endInput('two')
  expect(await program.ended).toMatchObject({ code: 0, stdout: 'a\nGIVEN,PATH\nread one\nread two' })
})

it('passes lines of stdout to a listener instead of collecting them', async () => {
  const lines: string[] = []
  const program = startProgram(ECHOES, { onLine: (line) => lines.push(line) })
  program.endInput('x\ny')
  expect(await program.ended).toMatchObject({ code: 0, stdout: '' })
  expect(lines).toEqual(['', 'PATH', 'read x'])
})

it('rejects if the program ends without printing a line', async () => {
  const program = startProgram(ECHOES)
  program.endInput()
  await expect(program.untilPrinted('never')).rejects.toThrow('The program ended without printing never.')
})

it('kills a fleet, and limits how many run at the same time', async () => {
  const ended: unknown[] = []
  let running = 0
  let mostRunning = 0
  const start = () => {
    mostRunning = Math.max(mostRunning, ++running)
    const program = startProgram(ECHOES)
    void program.ended.then(({ signal }) => {
      running--
      ended.push(signal)
    })
    return program
  }
  await killFleet({ size: 2, starts: 3, start, lifeMs: () => 0 })
  expect(ended).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL'])
  expect(mostRunning).toBe(2)
})
