import { delimiter, dirname, join } from 'node:path'
import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { consumerOf, consumerOfTracing } from '../src/consumer'
import { nodeBinary } from '../src/node-binary'
import { run } from '../src/run'
import { type Logger, VERSIONS } from '../src/versions'
import { CALLS, delivered, deliveredSpans, RECORD_AND_ERROR } from './deliveries'
import { store } from './store'

const CONSUMERS = (['winston', 'pino'] as const).flatMap((logger) =>
  VERSIONS[logger].map((version): [Logger, string] => [logger, version]),
)

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

describe.each(VERSIONS.node)('on Node %s', (nodeVersion) => {
  let node: string

  beforeAll(() => {
    node = nodeBinary(nodeVersion)
  })

  const runIn = (consumer: string, program: string, ...args: string[]) =>
    run(consumer, node, [program, ...args], { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString })

  it('runs this version of Node', async () => {
    expect(await run(store, node, ['--version'])).toMatchObject({ stdout: `v${nodeVersion}\n` })
  })

  describe.each(CONSUMERS)('with %s %s', (logger, version) => {
    let consumer: string

    beforeAll(() => {
      consumer = consumerOf(store, logger, version)
    })

    it.each(['cjs', 'mjs'])('delivers the record and the error of a %s program that ends by itself', async (format) => {
      expect(await runIn(consumer, `${logger}.${format}`)).toEqual({ code: 0, stdout: '', stderr: '' })
      expect(delivered(ingestion)).toEqual(RECORD_AND_ERROR)
    })

    it('exports the same names to require and to import', async () => {
      const { required, imported } = JSON.parse((await runIn(consumer, 'names.mjs', `@azmon/${logger}`)).stdout)
      expect(required.length).toBeGreaterThan(1)
      expect(imported).toEqual(expect.arrayContaining(required))
    })
  })

  it.each(VERSIONS.pino)('azmon-pino runs beside pino %s', async (version) => {
    const consumer = consumerOf(store, 'pino', version)
    const command = join(consumer, 'node_modules/.bin/azmon-pino')
    const env = {
      PATH: [dirname(node), process.env['PATH']].join(delimiter),
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    }
    const asked = await run(consumer, command, ['--version'], env)
    expect(asked).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
    expect(await run(consumer, command, [], env, 'hello\n')).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(ingestion.accepted).toMatchObject([{ data: { baseData: { message: 'hello' } } }])
  })

  it.each(['cjs', 'mjs'])('delivers both ends of each traced call of a %s program', async (format) => {
    expect(await runIn(consumerOfTracing(store), `tracing.${format}`)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(deliveredSpans(ingestion)).toEqual(CALLS)
  })

  it.each(['@azmon/tracing', '@azmon/tracing/otel'])(
    'exports the same names of %s to require and to import',
    async (name) => {
      const { required, imported } = JSON.parse((await runIn(consumerOfTracing(store), 'names.mjs', name)).stdout)
      expect(required.length).toBeGreaterThan(1)
      expect(imported).toEqual(expect.arrayContaining(required))
    },
  )

  it.each(VERSIONS.pino)('delivers each record of a burst through the worker of pino %s once', async (version) => {
    const consumer = consumerOf(store, 'pino', version)
    expect(await runIn(consumer, 'burst.cjs', '5000')).toEqual({ code: 0, stdout: '', stderr: '' })
    const orderIds = ingestion.accepted.map(({ data }) => Number(data.baseData.properties?.['orderId']))
    expect(orderIds.sort((a, b) => a - b)).toEqual(Array.from({ length: 5_000 }, (_, orderId) => orderId))
  })
})
