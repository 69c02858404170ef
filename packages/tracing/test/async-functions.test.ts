import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

it('takes no promise for an answer, warns of each function once, and lives on when it rejects', async () => {
  await using ingestion = await startIngestion()
  const { code, stdout, stderr } = await runProgram(join(__dirname, 'programs', 'async-functions.cjs'), {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  })
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'not now\n' })
  const warned = [...stderr.matchAll(/AzmonWarning: (.*) must return its value at once; (.*), which is (.*)\. Look/g)]
  expect(warned.map(([, name, , taken]) => [name, taken]).sort()).toEqual([
    ['clientIp', 'ignored'],
    ['decide of the sampler', 'ignored'],
    ['extract of the propagator', 'ignored'],
    ['ignore of outgoing', 'taken as false'],
    ['ignore', 'taken as false'],
    ['isSuccess', 'ignored'],
    ['routeOf', 'ignored'],
    ['session', 'ignored'],
    ['user', 'ignored'],
  ])
  expect(stderr.match(/An exporter of spans failed/g)).toHaveLength(1)
  expect(ingestion.accepted.map(({ data }) => [data.baseType, Reflect.get(data.baseData, 'success')])).toEqual(
    expect.arrayContaining([
      ['RequestData', true],
      ['RequestData', true],
      ['RemoteDependencyData', true],
      ['RemoteDependencyData', true],
    ]),
  )
})
