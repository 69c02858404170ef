import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const INSTRUMENTED = join(__dirname, '../programs', 'instrumented.cjs')

it("follows one request through two services with OpenTelemetry's instrumentation of http and undici", async () => {
  await using ingestion = await startIngestion()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, IDLE_MS: '0' }
  expect(await runProgram(INSTRUMENTED, env)).toMatchObject({ code: 0, stdout: 'paid\n', stderr: '' })
  const rows = ingestion.accepted.map(({ tags, data: { baseType, baseData } }) => ({
    kind: baseType === 'RequestData' ? 'request' : 'dependency',
    path: new URL(String(Reflect.get(baseData, baseType === 'RequestData' ? 'url' : 'data'))).pathname,
    id: baseData.id,
    parent: tags['ai.operation.parentId'],
    operation: tags['ai.operation.id'],
  }))
  const find = (kind: string, path: string) => rows.find((row) => row.kind === kind && row.path === path)
  expect(rows).toHaveLength(6)
  expect(new Set(rows.map(({ operation }) => operation)).size).toBe(1)
  expect(find('request', '/orders')?.parent).toBe(find('dependency', '/orders')?.id)
  for (const path of ['/by-fetch', '/by-http']) {
    expect(find('dependency', path)?.parent).toBe(find('request', '/orders')?.id)
    expect(find('request', path)?.parent).toBe(find('dependency', path)?.id)
  }
})

it.each([
  ['its server', { TRACK: '1' }],
  ['all servers, before the instrumentation', { TRACK_ALL: 'first' }],
  ['all servers, after it', { TRACK_ALL: 'last' }],
  ['everything', { TRACK: '1', TRACK_ALL: 'last' }],
])('makes one row with the route of a request that is tracked twice: by %s', async (_, how) => {
  await using ingestion = await startIngestion()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, IDLE_MS: '0', ...how }
  expect(await runProgram(INSTRUMENTED, env)).toMatchObject({ code: 0, stdout: 'paid\n', stderr: '' })
  const requests = ingestion.accepted.filter(({ data }) => data.baseType === 'RequestData')
  expect(requests.map(({ data }) => data.baseData.name).sort()).toEqual([
    'GET /by-fetch',
    'GET /by-http',
    'GET /orders',
  ])
  expect(new Set(ingestion.accepted.map(({ tags }) => tags['ai.operation.id'])).size).toBe(1)
})
