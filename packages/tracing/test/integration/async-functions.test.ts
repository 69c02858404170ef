import { join } from 'node:path'
import { runProgram, startIngestion } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

it('ignores promises that options return, warns once per option and survives their rejection', async () => {
  await using ingestion = await startIngestion()
  const { code, stdout, stderr } = await runProgram(join(__dirname, '../programs', 'async-functions.cjs'), {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  })
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'invoked\nnot now\n' })
  const warned = [...stderr.matchAll(/AzmonWarning: (.*) must be synchronous, got a promise, which is (.*)\. Look/g)]
  expect(warned.map(([, name, effect]) => [name, effect]).sort()).toEqual([
    ['clientIp', 'ignored'],
    ['ignore', 'replaced by false'],
    ['isSuccess', 'ignored'],
    ['outgoing.ignore', 'replaced by false'],
    ['propagator.extract', 'ignored'],
    ['propagator.inject', 'ignored'],
    ['routeOf', 'ignored'],
    ['sampler.decide', 'ignored'],
    ['session', 'ignored'],
    ['user', 'ignored'],
  ])
  expect(stderr.match(/A span exporter failed/g)).toHaveLength(1)
  expect(ingestion.accepted.map(({ data }) => [data.baseType, Reflect.get(data.baseData, 'success')])).toEqual(
    expect.arrayContaining([
      ['RequestData', true],
      ['RequestData', true],
      ['RequestData', true],
      ['RemoteDependencyData', true],
      ['RemoteDependencyData', true],
    ]),
  )
})
