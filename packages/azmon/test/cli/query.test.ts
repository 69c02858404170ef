import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startProgram } from '@azmon/testkit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aLog, type LocalWithItems, startLocalWith } from './a-local'
import { aFolder, CLI, run } from './a-spool'
import { runHere } from './a-terminal'

let shop: LocalWithItems

beforeAll(async () => {
  const anHourAgo = new Date(Date.now() - 3_600_000)
  shop = await startLocalWith(aLog('Hello, "world"'), aLog('an hour ago', { time: anHourAgo }, 2))
})

afterAll(() => shop.local.close())

const query = (...args: readonly string[]) => run(['query', ...shop.source, ...args])

it('prints csv to a pipe', async () => {
  expect(await query('traces | project severityLevel, message | sort by message asc')).toMatchObject({
    code: 0,
    stdout: 'severityLevel,message\n1,"Hello, ""world"""\n2,an hour ago\n',
    stderr: '',
  })
})

it('prints a table or json on request', async () => {
  const text = 'traces | summarize rows_ = count() by severityLevel | sort by severityLevel asc'
  expect((await query(text, '--format', 'table')).stdout).toBe(
    'severityLevel  rows_\n─────────────  ─────\n            1      1\n            2      1\n',
  )
  expect(JSON.parse((await query(text, '--format', 'json')).stdout)).toEqual([
    { severityLevel: 1, rows_: 1 },
    { severityLevel: 2, rows_: 1 },
  ])
})

it('says that there are no rows in a table', async () => {
  expect(await query('requests', '--format', 'table')).toMatchObject({ code: 0, stdout: 'No rows.\n', stderr: '' })
})

it('reads the query from a pipe or a file', async () => {
  const program = startProgram(CLI, { args: ['query', ...shop.source] })
  program.endInput('traces\n| count\n')
  expect(await program.ended).toMatchObject({ code: 0, stdout: 'Count\n2\n', stderr: '' })
  const file = join(aFolder(), 'count.kql')
  writeFileSync(file, '\ufefftraces | count')
  expect(await query('--file', file)).toMatchObject({ code: 0, stdout: 'Count\n2\n' })
})

it('restricts the time and the number of rows, and says if there are more', async () => {
  expect((await query('traces | count', '--last', '30m')).stdout).toBe('Count\n1\n')
  const { code, stdout, stderr } = await query('traces | project message', '--max-rows', '1')
  expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 2 })
  expect(stderr).toBe('azmon query: There are more rows. Set --max-rows to print more than 1.\n')
})

it('never lets telemetry control the terminal', async () => {
  await shop.send({ type: 'EventData', data: { name: 'a\x1b[2J\x9bb\u202e' } })
  for (const [format, shown] of [
    ['csv', 'a?[2J?b?'],
    ['table', 'a?[2J?b?'],
    ['json', String.raw`a\u001b[2J\u009bb\u202e`],
  ] as const) {
    expect((await query('customEvents | project name', '--format', format)).stdout).toContain(shown)
  }
})

it('marks the place of an error in the query, and exits with 2', async () => {
  const { code, stdout, stderr } = await query('traces | where mesage == "a"')
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^azmon query: .*mesage.*\bmessage\b.*\n {2}traces \| where mesage == "a"\n {17}\^{6}\n$/)
})

describe('a wrong command line', () => {
  it.each([
    [[], "Give a query, such as 'requests | take 10', or pipe one in."],
    [['  '], "Give a query, such as 'requests | take 10', or pipe one in."],
    [['traces', '--file', 'x'], 'Give a query or --file, not both.'],
    [['traces', '--format', 'xml'], "--format must be one of table, csv, json, got 'xml'."],
    [['traces', '|', 'count'], "Only one argument is accepted. Put '<kql>' in quotes."],
    [['traces', '--source', 'somewhere'], 'source (--source) must be'],
  ])('%p is explained in one line', async (args, reason) => {
    const { code, stdout, stderr } = await runHere(['query', ...shop.source, ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(reason)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

it('says that nothing answers at the source, and exits with 1', async () => {
  const { code, stderr } = await run(['query', 'traces', '--source', 'http://127.0.0.1:9'])
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^azmon query: Cannot connect to azmon local at 127\.0\.0\.1:9 \(.*\)\. Start it with npx azmon, or check the address\.\n$/,
  )
})

it('names a file that cannot be read', async () => {
  const { code, stderr } = await query('--file', join(__dirname, 'missing.kql'))
  expect(code).toBe(1)
  expect(stderr).toMatch(/^azmon query: ENOENT.*missing\.kql'\n$/)
})

it('ends quietly if the reader closes the pipe, as head does', async () => {
  const args = [CLI, 'query', ...shop.source, 'range i from 1 to 9000 step 1 | extend text = strrep("x", 300)']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.once('data', () => child.stdout.destroy())
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

it('stops waiting on Ctrl-C', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const program = startProgram(CLI, { args: ['query', 'traces', '--source', `http://127.0.0.1:${port}`] })
  await once(silent, 'request')
  program.signal('SIGINT')
  expect(await program.ended).toMatchObject({ code: 130, stdout: '', stderr: '' })
  silent.closeAllConnections()
  silent.close()
})
