import { startIngestion, status } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { NOWHERE, run } from './a-spool'

it('prints a line for each check and exits with 0 if none fails', async () => {
  await using ingestion = await startIngestion()
  const { code, stdout, stderr } = await run(['doctor', '--connection-string', ingestion.connectionString])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const checks = [...stdout.matchAll(/^ok {7}(.+?) {2,}\S.*$/gm)].map(([, check]) => check)
  expect(checks).toEqual([
    'connection string',
    'DNS',
    'proxy',
    'connection',
    'clock',
    'key',
    'spool directory',
    'waiting items',
    'role',
    'variables',
    'packages',
  ])
  expect(ingestion.accepted).toHaveLength(1)
})

it('prints how to fix a check that fails, and still checks this machine', async () => {
  const { code, stdout } = await run(['doctor'], { APPLICATIONINSIGHTS_CONNECTION_STRING: NOWHERE })
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /\nFAILED {3}connection {9}cannot connect to 127\.0\.0\.1:9 \(ECONNREFUSED\)\n {9}fix: Start the endpoint .*npx azmon.*\n/,
  )
  expect(stdout).toMatch(/\nskipped {2}key {16}an earlier check failed\nok {7}spool directory {4}/)
})

it('prints the findings as JSON with --json', async () => {
  const { code, stdout } = await run(['doctor', '--json'], { APPLICATIONINSIGHTS_CONNECTION_STRING: NOWHERE })
  expect(code).toBe(1)
  const { checks } = JSON.parse(stdout)
  expect(checks).toHaveLength(11)
  expect(checks[3]).toEqual({
    verdict: 'failed',
    check: 'connection',
    detail: 'cannot connect to 127.0.0.1:9 (ECONNREFUSED)',
    fix: expect.stringContaining('npx azmon'),
  })
})

it('sends nothing with --no-send', async () => {
  await using ingestion = await startIngestion()
  ingestion.always(status(500))
  const { code, stdout } = await run(['doctor', '--no-send', '--connection-string', ingestion.connectionString])
  expect(code).toBe(0)
  expect(stdout).toContain('not checked (--no-send)')
  expect(ingestion.requests).toHaveLength(0)
})
