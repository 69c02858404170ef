import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type RunningProgram, startProgram } from '@azmon/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { aLog, type LocalWithItems, startLocalAt, startLocalWith } from '../cli/a-local'
import { CLI, run } from '../cli/a-spool'
import { runHere } from '../cli/a-terminal'

let shop: LocalWithItems
const running: RunningProgram[] = []

beforeAll(async () => {
  shop = await startLocalWith()
})
afterEach(async () => {
  for (const program of running.splice(0)) {
    program.signal('SIGKILL')
    await program.ended
  }
  await shop.local.reset()
})
afterAll(() => shop.local.close())

/** Starts it and collects what follows the time in each line. */
function startTail(...args: readonly string[]) {
  const lines: string[] = []
  const program = startProgram(CLI, {
    args: ['tail', ...(args.includes('--source') ? [] : shop.source), ...args],
    onLine: (line) => {
      lines.push(line.slice(14))
      waiting.splice(0).forEach((check) => void check())
    },
  })
  running.push(program)
  const waiting: (() => void)[] = []
  const untilLine = (text: string) =>
    new Promise<void>((resolve) => {
      const check = () => void (lines.some((line) => line.includes(text)) ? resolve() : waiting.push(check))
      check()
    })
  return { program, lines, untilLine }
}

it.each(['SIGINT', 'SIGTERM'] as const)('prints rows as they arrive, until %s', async (signal) => {
  await shop.send(aLog('before it starts', {}, 2))
  const { program, lines, untilLine } = startTail()
  await untilLine('before it starts')
  await shop.send(aLog('a message\x1b[2J'), {
    type: 'RequestData',
    data: { id: 'a', name: 'GET /', duration: '00:00:00.012', responseCode: '200', success: true },
  })
  await Promise.all([untilLine('a message'), untilLine('GET /')])
  program.signal(signal)
  expect(await program.ended).toMatchObject({ code: 0, stderr: '' })
  expect(lines.sort()).toEqual([
    'shop  info     request    GET /  200  12 ms',
    'shop  info     trace      a message?[2J',
    'shop  warning  trace      before it starts',
  ])
})

it('waits for a source that goes away, and continues when it is back', async () => {
  const first = await startLocalWith(aLog('first'))
  const { program, untilLine } = startTail('--source', first.local.url)
  await untilLine('first')
  const { port, url } = first.local
  await first.local.close()
  await program.untilPrinted('azmon tail: Waiting for it to answer again.')
  await using second = await startLocalAt(port, aLog('second'))
  await untilLine('second')
  await program.untilPrinted('azmon tail: It answers again.')
  expect(second.local.url).toBe(url)
})

it('ends when its reader ends, as head does', async () => {
  await shop.send(aLog('a'), aLog('b'))
  const child = spawn(process.execPath, [CLI, 'tail', ...shop.source], { stdio: ['ignore', 'pipe', 'pipe'] })
  await once(child.stdout, 'data')
  child.stdout.destroy()
  await shop.send(aLog('c'))
  const [code] = await once(child, 'close')
  expect(code).toBe(0)
})

it('says that nothing answers at the source, and exits with 1', async () => {
  const { code, stderr } = await run(['tail', '--source', 'http://127.0.0.1:9'])
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^azmon tail: Cannot connect to azmon local at 127\.0\.0\.1:9 \(.*\)\. Start it with npx azmon, or check the address\.\n$/,
  )
})

describe('a wrong command line', () => {
  it.each([
    [['--kind', 'request'], "azmon tail: --kind: 'request' is not a table. Did you mean requests?"],
    [['--kind', 'spans'], "--kind: 'spans' is not a table. The tables are requests, dependencies,"],
    [['--level', 'warn'], "--level must be one of verbose, information, warning, error, critical, got 'warn'."],
    [
      ['--where', 'durration > 5'],
      'azmon tail: --where: There is no column durration here. Did you mean duration?\n  durration > 5\n  ^^^^^^^^^\n',
    ],
    [['--where', '(duration > 5'], '  (duration > 5\n               ^\n'],
  ])('%p is explained', async (args, reason) => {
    const { code, stdout, stderr } = await runHere(['tail', ...shop.source, ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(reason)
  })
})
