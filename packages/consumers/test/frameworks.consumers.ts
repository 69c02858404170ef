import { join } from 'node:path'
import { startIngestion } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { consumerOfFrameworks } from '../src/consumer'
import { type DocSection, packagesNotInstalled, sectionsOf } from '../src/doc-sections'
import { IS_LONG } from '../src/versions'
import { runDocProgram } from './doc-program'
import { rowsOf } from './framework-rows'
import { store } from './store'

const SECTIONS = sectionsOf('integrations.md')

const describeLong = IS_LONG ? describe : describe.skip

/** The rows of a shop that finds order 7, but not order 13. */
const ORDERS = [
  ['GET /orders/:id 200', 'Order asked for'],
  ['GET /orders/:id 500', 'RangeError: no order 13 (3)'],
]
const ORDERS_WITHOUT_LOG = [['GET /orders/:id 200'], ORDERS[1]]

type Tested = readonly [heading: string, file: string, rows: readonly unknown[]]

const OF_FRAMEWORKS: readonly Tested[] = [
  ['Express', 'app.mjs', [['GET /orders/:id 200 from 203.0.113.7'], ORDERS[1]]],
  ['Fastify', 'fastify.mjs', ORDERS],
  ['Koa', 'app.mjs', ORDERS],
  ['Hono', 'app.mjs', ORDERS],
  ['Nest', 'with-pino.ts', ORDERS_WITHOUT_LOG],
  ['Nest', 'with-winston.ts', ORDERS],
  ['pino-http', 'app.mjs', ORDERS_WITHOUT_LOG],
]

const OTHERS: readonly Tested[] = [
  ['HTTP/2', 'http2.mjs', [['GET /orders/:id 200']]],
  ['Clients', 'app.mjs', [['GET / 200']]],
  ['Cluster', 'cluster.mjs', [['GET 200']]],
  ['Threads', 'app.mjs', [['place order 0'], ['add up 0']]],
]

describe('a program in docs/integrations.md delivers the rows that the page describes', () => {
  it.concurrent.each([...OF_FRAMEWORKS, ...OTHERS])('%s: %s', async (heading, name, expected) => {
    await using ingestion = await startIngestion()
    await runDocProgram(consumerOfFrameworks(store, 'new'), { section: sectionOf(heading), name }, ingestion)
    expect(rowsOf(ingestion)).toEqual(expected)
  })

  it.concurrent.each([
    ['Azure Functions', 'azure-functions.mjs'],
    ['AWS Lambda', 'aws-lambda.mjs'],
  ])('%s: %s', async (heading, name) => {
    await using ingestion = await startIngestion()
    const consumer = consumerOfFrameworks(store, 'new')
    const driver = join(consumer, 'frameworks', name)
    await runDocProgram(consumer, { section: sectionOf(heading), name, driver }, ingestion)
    expect(rowsOf(ingestion)).toEqual([
      ['find-order 200', 'Order asked for'],
      ['find-order 404', 'Order asked for'],
    ])
    const requests = ingestion.accepted.filter(({ data }) => data.baseType === 'RequestData')
    expect(requests.map(({ tags }) => tags['ai.operation.id'])).toEqual(['7'.padStart(32, '0'), '13'.padStart(32, '0')])
  })
})

describeLong('a program in docs/integrations.md delivers the same rows', () => {
  it.concurrent.each(OF_FRAMEWORKS)('with the major versions before: %s: %s', async (heading, name, expected) => {
    await using ingestion = await startIngestion()
    await runDocProgram(consumerOfFrameworks(store, 'earlier'), { section: sectionOf(heading), name }, ingestion)
    expect(rowsOf(ingestion)).toEqual(expected)
  })

  it.concurrent.each([
    ['with-pino.ts', ORDERS_WITHOUT_LOG],
    ['with-winston.ts', ORDERS],
  ])('in Nest on Fastify: %s', async (name, expected) => {
    await using ingestion = await startIngestion()
    const program = { section: sectionOf('Nest'), name, change: onFastify }
    await runDocProgram(consumerOfFrameworks(store, 'new'), program, ingestion)
    expect(rowsOf(ingestion)).toEqual(expected)
  })
})

it('has no program in docs/integrations.md that is not tested', () => {
  const tested = [...OF_FRAMEWORKS, ...OTHERS].map(([heading]) => heading)
  const elsewhere = ['Next.js', 'Azure Functions', 'AWS Lambda']
  expect(SECTIONS.filter(({ heading }) => ![...tested, ...elsewhere].includes(heading))).toEqual([])
})

it.each(SECTIONS)('the section $heading names all packages that its programs import', (section) => {
  expect(packagesNotInstalled(section)).toEqual([])
})

// --- helpers, in order of use ---

function sectionOf(heading: string): DocSection {
  const section = SECTIONS.find((each) => each.heading === heading)
  if (section === undefined) throw new Error(`There is no section ${heading}.`)
  return section
}

function onFastify(code: string): string {
  const adapter = "import { FastifyAdapter } from '@nestjs/platform-fastify'\n"
  return adapter + code.replace('NestFactory.create(Shop, ', 'NestFactory.create(Shop, new FastifyAdapter(), ')
}
