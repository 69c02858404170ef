import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { settings, snippets } from '../../../../web/src/views/live/first-run/snippets'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterAll(() => local.close())

/** Runs a program in the folder of the demo, where it finds the packages as a user's program would. */
async function run(code: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: join(__dirname, '../../../../../demo'),
    env: { PATH: process.env['PATH'], APPLICATIONINSIGHTS_CONNECTION_STRING: local.connectionString },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [errors] = await Promise.all([text(child.stderr), once(child, 'close')])
  return errors
}

function codeOf(id: string): string {
  return snippets(local.connectionString).find((snippet) => snippet.id === id)!.code
}

it.each([
  ['pino', 'traces | where message == "order paid" and customDimensions.order == "50217"'],
  ['winston', 'traces | where message == "order paid" and customDimensions.order == "50217"'],
  ['opentelemetry', 'dependencies | where name == "pay order"'],
])('sends a row with the program for %s', async (id, query) => {
  await local.reset()
  expect(await run(codeOf(id))).toBe('')
  expect(await local.waitFor(query)).toHaveLength(1)
})

it('sends a request and its log with the program for Express', async () => {
  await local.reset()
  const asked = `.once('listening', async function () {
  await fetch('http://127.0.0.1:' + this.address().port)
  this.close()
  this.closeAllConnections()
})`
  expect(await run(codeOf('express').replace('app.listen(3000)', `app.listen(0)${asked}`))).toBe('')
  const query = `requests | where name == "GET /"
| join kind=inner (traces | where message == "order paid") on operation_Id`
  expect(await local.waitFor(query)).toHaveLength(1)
})

it('tells the program for browsers where to send, and each shell how to set it', () => {
  expect(codeOf('browser')).toContain(`const connectionString = '${local.connectionString}'`)
  for (const { text: setting } of settings(local.connectionString))
    expect(setting).toContain(`"${local.connectionString}"`)
})
