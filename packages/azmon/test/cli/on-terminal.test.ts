import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { displayWidth } from '../../src/cli/query/display-width'
import { aLog, type LocalWithItems, startLocalWith } from './a-local'
import { CLI } from './a-spool'

/** util-linux has a command that runs another one on a terminal. */
const HAS_SCRIPT = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0
const onTerminal = HAS_SCRIPT ? it : it.skip

let shop: LocalWithItems

beforeAll(async () => {
  shop = await startLocalWith(aLog('注文 '.repeat(40), {}, 3), aLog('fine'))
})
afterAll(() => shop.local.close())

/** Runs azmon on a terminal with 60 columns, until it ends or has printed `end`. Returns the lines of the terminal. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, end?: string) {
  const words = [process.execPath, CLI, ...args, ...shop.source].map((word) => `'${word}'`)
  const command = `stty cols 60; exec ${words.join(' ')}`
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let output = ''
  let hasEnded = false
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    if (hasEnded || end === undefined || !output.includes(end)) return
    hasEnded = true
    child.stdin.write('\x03') // Ctrl-C
  })
  const [code] = await once(child, 'close')
  return { code, lines: output.replace('^C', '').trimEnd().split('\r\n') }
}

onTerminal('prints a table that fits the terminal', async () => {
  const { code, lines } = await run(['query', 'traces | project message, severityLevel | sort by severityLevel'])
  expect(code).toBe(0)
  expect(lines[0]).toMatch(/^message +severityLevel$/)
  expect(lines[2]).toMatch(/^(注文 )+.*… +3$/)
  expect(lines.slice(0, 4).map(displayWidth)).toEqual([60, 60, 60, 60])
})

onTerminal('follows in colors until Ctrl-C', async () => {
  const { code, lines } = await run(['tail'], {}, 'fine')
  expect(code).toBe(0)
  const colored = lines.find((line) => line.includes('注文')) ?? ''
  expect(colored).toMatch(/ error {4}trace {6}(注文 )+.*…/)
  expect([colored.slice(0, 5), colored.slice(-5)]).toEqual(['\x1b[31m', '\x1b[39m'])
  expect(lines).toContainEqual(expect.stringMatching(/^[\d:.]+ {2}shop {2}info {5}trace {6}fine$/))
})

onTerminal('prints no colors with NO_COLOR', async () => {
  const { lines } = await run(['tail'], { NO_COLOR: '1' }, 'fine')
  expect(lines.join()).not.toContain('\x1b[')
})

onTerminal('asks for a query instead of waiting for one', async () => {
  const { code, lines } = await run(['query'])
  expect([code, lines[0]]).toEqual([2, expect.stringContaining('Give a query')])
})
