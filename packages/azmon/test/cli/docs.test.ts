import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '@azmon/core/command-line'
import { expect, it } from '@jest/globals'
import { COMMANDS } from '../../src/cli/run'
import { aTerminal } from './a-terminal'

const ROOT = join(__dirname, '../../../..')

const LINES = [
  'README.md',
  ...filesOf('docs'),
  ...readdirSync(join(ROOT, 'packages')).flatMap((name) => filesOf(`packages/${name}`)),
]
  .flatMap((page) => {
    const blocks = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)]
    return blocks.flatMap(([, code = '']) => code.split('\n').map((line): [string, string] => [page, line]))
  })
  .filter(([, line]) => /^npx azmon\b/.test(line))

function filesOf(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map(({ name }) => `${folder}/${name}`)
}

/** Splits a line as a shell does, up to a comment or a pipe. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const end = words.findIndex((word) => word === '#' || word === '|')
  return words.slice(2, end === -1 ? words.length : end)
}

/** Reads the command line as azmon does, without running the command. Returns what it would print to stderr. */
async function problemsOf(line: string): Promise<readonly string[]> {
  const [first = 'local', ...others] = wordsOf(line)
  const isGroup = first === 'spool'
  const isImplied = first.startsWith('-')
  const name = isGroup ? `${first} ${others[0]}` : first
  const command = await COMMANDS[isImplied ? 'local' : name]?.()
  const { terminal, remarks } = aTerminal()
  if (command === undefined) return [`${name} is not a command`]
  await runCommand(
    { ...command, run: () => 0 },
    isImplied ? [first, ...others] : others.slice(isGroup ? 1 : 0),
    terminal,
  )
  return remarks
}

it.each(LINES)('%s: %s has a valid command line', async (_, line) => {
  expect(await problemsOf(line)).toEqual([])
})
