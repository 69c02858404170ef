import { join } from 'node:path'
import { SeverityLevel, TelemetryClient } from '@azmon/core'
import { runProgram, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AlwaysOffSampler, createTracing, type Tracing } from '../../src'
import { SPAN_ID, TRACE_ID } from '../builders'

let ingestion: ScriptedIngestion
let client: TelemetryClient
let tracing: Tracing | undefined

beforeEach(async () => {
  ingestion = await startIngestion()
  client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
})

afterEach(async () => {
  await tracing?.close()
  await client.close()
  await ingestion.close()
})

/** One item of each kind of telemetry. */
const TRACKS: readonly (readonly [kind: string, track: (client: TelemetryClient, tags?: object) => void])[] = [
  ['a trace', (client, tags) => client.trackTrace({ message: 'traced', tags })],
  ['an exception', (client, tags) => client.trackException({ exception: new Error('handled'), tags })],
  ['an event', (client, tags) => client.trackEvent({ name: 'placed', tags })],
  ['a metric', (client, tags) => client.trackMetric({ name: 'basket', value: 3, tags })],
  ['a dependency', (client, tags) => client.trackDependency({ name: 'legacy', durationMs: 1, success: true, tags })],
  ['a request', (client, tags) => client.trackRequest({ name: 'job', durationMs: 1, responseCode: 200, tags })],
]

describe.each(TRACKS)('%s tracked by the client', (_, track) => {
  const tagsOf = async (work: (tracing: Tracing) => void) => {
    tracing = createTracing({ client })
    tracing.register()
    work(tracing)
    await client.flush()
    return ingestion.accepted.find(({ data }) => data.baseData.name !== 'place order')?.tags
  }

  it('belongs to the active span', async () => {
    let spanContext: object = {}
    const tags = await tagsOf(({ tracer }) => {
      tracer.span('place order', (span) => {
        const { traceId, spanId } = span.spanContext()
        spanContext = { 'ai.operation.id': traceId, 'ai.operation.parentId': spanId }
        track(client)
      })
    })
    expect(tags).toMatchObject(spanContext)
  })

  it('belongs to the operation that its tags name', async () => {
    const named = { 'ai.operation.id': TRACE_ID, 'ai.operation.name': 'mine' }
    const tags = await tagsOf(({ tracer }) => tracer.span('place order', () => track(client, named)))
    expect(tags).toMatchObject(named)
    expect(tags).not.toHaveProperty('ai.operation.parentId')
  })

  it('belongs to no operation outside of a span', async () => {
    expect(await tagsOf(() => track(client))).not.toHaveProperty('ai.operation.id')
  })
})

it('is sampled with its trace, like a log record', async () => {
  tracing = createTracing({ client, sampler: new AlwaysOffSampler() })
  tracing.register()
  tracing.tracer.span('place order', () => {
    for (const [, track] of TRACKS) track(client)
    client.trackTrace({ message: 'declined', severityLevel: SeverityLevel.Warning })
  })
  await client.flush()
  const rows = ingestion.accepted.map(({ data, sampleRate }) => [data.baseType, data.baseData.message, sampleRate])
  expect(rows).toEqual([
    ['ExceptionData', undefined, 100],
    ['MetricData', undefined, undefined],
    ['MessageData', 'declined', 100],
  ])
  expect(client.stats().filtered).toEqual({ sampling: 5 }) // including the span
})

describe('an uncaught error in a request', () => {
  it.each([
    'at once',
    'in a span',
    'in a timer',
    'in an immediate',
    'in the next tick',
    'in a callback of the file system',
    'by an event without a listener',
    'in a promise',
    'in a promise that rejects later',
  ])('belongs to the request: thrown %s', async (how) => {
    const { code, stderr } = await runProgram(join(__dirname, '../programs', 'uncaught-in-request.cjs'), {
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      HOW: how,
      PARENT: `00-${TRACE_ID}-${SPAN_ID}-01`,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const uncaught = ingestion.accepted.filter(({ data }) => data.baseData.properties?.['uncaught'] !== undefined)
    expect(uncaught).toMatchObject([{ tags: { 'ai.operation.id': TRACE_ID, 'ai.operation.name': 'GET' } }])
  })
})
