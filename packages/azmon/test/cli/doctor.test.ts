import { startIngestion, status } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { NOWHERE, run } from './a-spool'

it('prints a line for each check and exits with 0 if none fails', async () => {
  await using ingestion = await startIngestion()
  const { code, stdout, stderr } = await run(['doctor', '--connection-string', ingestion.connectionString])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const checks = [...stdout.matchAll(/^ok {6}(.+?) {2,}\S.*$/gm)].map(([, check]) => check)
  expect(checks).toEqual([
    'connection string',
    'DNS',
    'proxy',
    'connection',
    'clock',
    'key',
    'spool directory',
    'waiting items',
  ])
  expect(ingestion.accepted).toHaveLength(1)
})

it('ends with the first check that fails, and its fix', async () => {
  const { code, stdout } = await run(['doctor'], { APPLICATIONINSIGHTS_CONNECTION_STRING: NOWHERE })
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /\nFAILED {2}connection {9}cannot connect to 127\.0\.0\.1:9 \(ECONNREFUSED\)\n {8}fix: Start the endpoint .*npx azmon.*\n$/,
  )
})

it('sends nothing with --no-send', async () => {
  await using ingestion = await startIngestion()
  ingestion.always(status(500))
  const { code, stdout } = await run(['doctor', '--no-send', '--connection-string', ingestion.connectionString])
  expect(code).toBe(0)
  expect(stdout).toContain('not checked (--no-send)')
  expect(ingestion.requests).toHaveLength(0)
})
