import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSpool, runProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const PROGRAM = join(__dirname, '..', '..', 'dist', 'main.js')

it.concurrent('npm start -- --once exits with 1 and names the missing rows', async () => {
  const ended = await runProgram(PROGRAM, { AZMON_DISABLED: '1' }, ['--once'])
  expect(ended.code).toBe(1)
  expect(ended.stderr).toContain(
    'at least 57 rows in requests, found 0; at least 96 rows in dependencies, found 0; at least 69 rows in traces, found 0',
  )
})

it.concurrent('npm start shows the address and the number of rows until Ctrl-C', async () => {
  const child = spawn(process.execPath, [PROGRAM, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const output = collect(child)
  await output.until(/traces +\d+\n +exceptions +\d+/)
  const address = /local Application Insights +(http:\S+)/.exec(output.text())?.[1] ?? ''
  expect(await (await fetch(address)).text()).toContain('<title>azmon local</title>')
  expect(output.text()).toContain('APPLICATIONINSIGHTS_CONNECTION_STRING="InstrumentationKey=')
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(output.text()).toContain('Stopped. Everything has been sent.')
})

it.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
  'npm start has sent everything when %s ends its whole process group',
  async (signal) => {
    const stateHome = await mkdtemp(join(tmpdir(), 'azmon-demo-'))
    const child = spawn(process.execPath, [PROGRAM, '--port', '0'], {
      env: { PATH: process.env['PATH'], XDG_STATE_HOME: stateHome },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // leads a process group, like a program started in a terminal
    })
    const output = collect(child)
    const closed = once(child, 'close')
    await output.until(/exceptions +[1-9]/)
    process.kill(-Number(child.pid), signal)
    expect(await closed).toEqual([0, null])
    expect(output.text()).toMatch(/\nStopped\. Everything has been sent\.\n$/)
    expect(readSpool(join(stateHome, 'azmon'))).toEqual({ items: [], names: [], damaged: [] })
    await rm(stateHome, { recursive: true })
  },
)

// --- helpers ---

function collect(child: ChildProcess): { text(): string; until(pattern: RegExp): Promise<void> } {
  let text = ''
  const stdout = child.stdout
  if (stdout === null) throw new Error('no output to read')
  stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more
  })
  return {
    text: () => text,
    until: async (pattern) => {
      while (!pattern.test(text)) await once(stdout, 'data')
    },
  }
}
