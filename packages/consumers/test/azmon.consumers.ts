import { delimiter, dirname, join } from 'node:path'
import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { consumerOfAzmon } from '../src/consumer'
import { nodeBinary } from '../src/node-binary'
import { run } from '../src/run'
import { VERSIONS } from '../src/versions'
import { delivered, RECORD_AND_ERROR } from './deliveries'
import { store } from './store'

let consumer: string
let ingestion: ScriptedIngestion

beforeAll(() => {
  consumer = consumerOfAzmon(store)
})

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

describe.each(VERSIONS.node)('on Node %s', (nodeVersion) => {
  let node: string

  beforeAll(() => {
    node = nodeBinary(nodeVersion)
  })

  const env = () => ({
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    PATH: [dirname(node), process.env['PATH']].join(delimiter),
  })
  const runHere = (...args: string[]) => run(consumer, node, args, env())
  const runAzmon = (...args: string[]) => run(consumer, join(consumer, 'node_modules/.bin/azmon'), args, env())

  it('delivers requests, calls and counters of an unchanged application with --import azmon/register', async () => {
    const ended = await runHere('--import', 'azmon/register', 'untouched.mjs')
    expect(ended).toEqual({ code: 0, stdout: '{"left":3}', stderr: '' })
    expect(chainOf(ingestion)).toEqual([
      ['RemoteDependencyData', 'GET /tenants/t1/orders/7'],
      ['RequestData', 'GET /tenants/:tenant/orders/:id'],
      ['RemoteDependencyData', 'GET /stock/7'],
      ['RequestData', 'GET /stock/:item'],
    ])
    expect(metricNames(ingestion)).toEqual(expect.arrayContaining(COUNTERS))
  })

  it('delivers nothing of the same application without the flag', async () => {
    expect(await runHere('untouched.mjs')).toEqual({ code: 0, stdout: '{"left":3}', stderr: '' })
    expect(ingestion.requests).toEqual([])
  })

  it.each(['cjs', 'mjs'])('delivers the records of both loggers in a %s program that calls start()', async (format) => {
    expect(await runHere(`start.${format}`)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(delivered(ingestion)).toEqual([...RECORD_AND_ERROR, ...RECORD_AND_ERROR])
  })

  it('has a command that runs', async () => {
    expect(await runAzmon('--help')).toEqual({ code: 0, stdout: expect.stringContaining('azmon doctor'), stderr: '' })
    const { code, stdout, stderr } = await runAzmon('doctor')
    expect([code, stderr, stdout]).toEqual([0, '', expect.not.stringContaining('FAILED')])
    expect(ingestion.requests).not.toEqual([])
  })

  it.each([
    'azmon',
    'azmon/express',
    'azmon/metrics',
    'azmon/tracing',
    '@azmon/express',
    '@azmon/metrics',
    '@azmon/metrics/otel',
  ])('exports the same names of %s to require and to import', async (name) => {
    const { required, imported } = JSON.parse((await runHere('names.mjs', name)).stdout)
    expect(required.length).toBeGreaterThan(0)
    expect(imported).toEqual(expect.arrayContaining(required))
  })
})

// --- helpers ---

/** The names by which the service recognizes `performanceCounters`. */
const COUNTERS = [
  '\\Process(??APP_WIN32_PROC??)\\Private Bytes',
  '\\ASP.NET Applications(??APP_W3SVC_PROC??)\\Requests/Sec',
]

function metricNames({ accepted }: ScriptedIngestion): readonly string[] {
  return accepted.flatMap(({ data }) => data.baseData.metrics ?? []).map(({ name }) => name)
}

/** Returns the type and name of each row; each is the parent of the next. */
function chainOf({ accepted }: ScriptedIngestion): readonly unknown[] {
  const below = new Map(
    accepted
      .filter(({ data }) => data.baseData.id !== undefined)
      .map(({ tags, data: { baseType, baseData } }) => [tags['ai.operation.parentId'], { baseType, ...baseData }]),
  )
  const chain: unknown[] = []
  for (let link = below.get(undefined); link !== undefined; link = below.get(link.id)) {
    chain.push([link.baseType, link.name])
  }
  expect(chain).toHaveLength(below.size)
  return chain
}
