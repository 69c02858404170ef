import { constants } from 'node:os'
import { join } from 'node:path'
import { type RunningProgram, startProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const PROGRAM = join(__dirname, '..', 'programs', 'handles-signals.cjs')

async function startReady(how: string): Promise<RunningProgram> {
  const program = startProgram(PROGRAM, { env: { HOW: how } })
  await program.untilPrinted('ready')
  return program
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'interruptible work ends cleanly at %s, even if the signal arrives twice',
  async (signal) => {
    const program = await startReady('work')
    program.signal(signal)
    program.signal(signal)
    expect(await program.ended).toMatchObject({ code: 0, signal: null, stdout: 'ready\nended in order\n' })
  },
)

it('a process that still runs a second after a signal says so, and ends at the next one', async () => {
  const program = await startReady('stuck')
  program.signal('SIGINT')
  program.signal('SIGHUP') // within the second, so it is ignored
  await program.untilPrinted('still running')
  program.signal('SIGTERM')
  expect(await program.ended).toMatchObject({
    code: 128 + constants.signals.SIGTERM,
    stdout: 'ready\nsignalled\nstill running\n',
  })
})

it('a signal ends the process as usual when signals are no longer handled', async () => {
  const program = await startReady('released')
  program.signal('SIGTERM')
  expect(await program.ended).toMatchObject({ code: null, signal: 'SIGTERM', stdout: 'ready\n' })
})
