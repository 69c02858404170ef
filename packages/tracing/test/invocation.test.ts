import { hang, slackMs } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { SPAN_ID, TRACE_ID } from './builders'
import { TrackedServer } from './tracked-server'

const app = new TrackedServer()

describe('withInvocation', () => {
  it('makes a row of requests and has sent it when it resolves', async () => {
    const traceContext = { traceParent: `00-${TRACE_ID}-${SPAN_ID}-01`, traceState: '' }
    const invocation = { functionName: 'place-order', invocationId: 'i1', traceContext }
    expect(
      await app.tracing.withInvocation(invocation, async () => app.tracing.tracer.span('work', () => 'placed')),
    ).toBe('placed')
    expect(app.ingestion.accepted).toMatchObject([
      { data: { baseType: 'RemoteDependencyData' }, tags: { 'ai.operation.id': TRACE_ID } },
      {
        tags: { 'ai.operation.id': TRACE_ID, 'ai.operation.parentId': SPAN_ID },
        data: {
          baseType: 'RequestData',
          baseData: { name: 'place-order', properties: { 'faas.invocation_id': 'i1' } },
        },
      },
    ])
  })

  it('takes less than two seconds longer than the function if the endpoint does not respond', async () => {
    app.ingestion.always(hang)
    const startedMs = performance.now()
    expect(await app.tracing.withInvocation({ functionName: 'f' }, () => 'placed')).toBe('placed')
    expect(performance.now() - startedMs).toBeLessThan(2_000 + (await slackMs()))
    await app.tracing.close({ timeoutMs: 0 })
  })

  it('waits for at most timeoutMs', async () => {
    app.ingestion.always(hang)
    const startedMs = performance.now()
    await app.tracing.withInvocation({ functionName: 'f' }, () => 'placed', { timeoutMs: 0 })
    expect(performance.now() - startedMs).toBeLessThan(1_000 + (await slackMs()))
    await app.tracing.close({ timeoutMs: 0 })
  })

  it.each([
    ['Azure Functions', { status: 404 }, '404', false],
    ['AWS Lambda', { statusCode: 201 }, '201', true],
    ['neither', { status: 'placed' }, '0', true],
  ])('reads the status of a response for %s', async (_, response, responseCode, success) => {
    await app.tracing.withInvocation({ functionName: 'f' }, async () => response)
    expect(app.ingestion.accepted).toMatchObject([{ data: { baseData: { responseCode, success } } }])
  })

  it.each([
    ['an object', { TraceParent: `00-${TRACE_ID}-${SPAN_ID}-01` }],
    ['Headers', new Headers({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-01` })],
  ])('continues the trace of a request whose headers are %s', async (_, headers) => {
    await app.tracing.withInvocation({ functionName: 'f', headers }, () => {})
    expect(app.ingestion.accepted).toMatchObject([{ tags: { 'ai.operation.parentId': SPAN_ID } }])
  })

  it('begins a trace if there are no headers', async () => {
    await app.tracing.withInvocation({ functionName: 'f', headers: null }, () => {})
    expect(app.ingestion.accepted[0]?.tags['ai.operation.parentId']).toBeUndefined()
  })

  it('makes a failed row and rejects if the function fails', async () => {
    const failing = app.tracing.withInvocation({ functionName: 'f', awsRequestId: 'r1' }, async () => {
      throw new RangeError('expired')
    })
    await expect(failing).rejects.toThrow('expired')
    expect(app.ingestion.accepted.map(({ data }) => data.baseType)).toEqual(['RequestData', 'ExceptionData'])
    expect(app.ingestion.accepted[0]?.data.baseData).toMatchObject({ success: false })
  })
})
