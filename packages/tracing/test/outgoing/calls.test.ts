import { describe, expect, it } from '@jest/globals'
import { context, ROOT_CONTEXT, type TextMapPropagator } from '@opentelemetry/api'
import { B3Propagator, BaggagePropagator, CompositePropagator, TraceContextPropagator } from '../../src'
import { AsyncContextManager } from '../../src/context-manager'
import { withIncomingHeaders } from '../../src/incoming-headers'
import { objectHeaders } from '../../src/outgoing/call-headers'
import { OutgoingCalls } from '../../src/outgoing/calls'
import type { OutgoingOptions } from '../../src/outgoing/outgoing-options'
import { AlwaysOffSampler } from '../../src/samplers'
import { aTracer, SPAN_ID, TRACE_ID } from '../builders'

const URL_OF_CALL = 'http://pay.example:8080/charges'

interface Setup extends OutgoingOptions {
  readonly headers?: Record<string, unknown>
  readonly method?: string
  readonly propagator?: TextMapPropagator
}

/** Begins a call with these headers and options. */
function begin({ headers = {}, method = 'POST', propagator = new TraceContextPropagator(), ...options }: Setup = {}) {
  const { tracer, ended } = aTracer()
  const calls = new OutgoingCalls(tracer, propagator, options)
  const sent = { ...headers }
  const call = calls.begin({ method, url: URL_OF_CALL, headers: objectHeaders(sent) })
  return { call, calls, sent, ended }
}

const PARENT = `00-${TRACE_ID}-${SPAN_ID}-01`

/** Does the work as part of a request with these headers. */
function within<T>(headers: Record<string, string>, work: () => T): T {
  context.setGlobalContextManager(new AsyncContextManager().enable())
  try {
    return context.with(withIncomingHeaders(ROOT_CONTEXT, headers), work)
  } finally {
    context.disable()
  }
}

describe('a call', () => {
  it('gets a client span and the headers that name it', () => {
    const { call, sent, ended } = begin()
    call?.respond(201)
    call?.complete()
    expect(sent['traceparent']).toContain(call?.span.spanContext().spanId)
    expect(ended).toMatchObject([
      {
        name: 'POST',
        attributes: { 'http.request.method': 'POST', 'url.full': URL_OF_CALL, 'http.response.status_code': 201 },
      },
    ])
  })

  it.each<[string, Setup]>([
    ['has a parent already', { headers: { traceparent: PARENT } }],
    ['has a parent in another spelling', { headers: { TraceParent: PARENT } }],
    ['opens a tunnel', { method: 'CONNECT' }],
    ['matches a host', { ignore: ['pay.example'] }],
  ])('is not tracked if it %s', (_, setup) => {
    expect(begin(setup)).toMatchObject({ call: undefined, sent: setup.headers ?? {} })
  })

  it('passes on the decision of a trace that is not sampled', () => {
    const { tracer } = aTracer(new AlwaysOffSampler())
    const sent: Record<string, unknown> = {}
    const calls = new OutgoingCalls(tracer, new TraceContextPropagator(), {})
    calls.begin({ method: 'GET', url: URL_OF_CALL, headers: objectHeaders(sent) })?.complete()
    expect(sent['traceparent']).toMatch(/-00$/)
  })

  it('is sent without a parent if the propagator throws', () => {
    const failing: TextMapPropagator = {
      inject: () => {
        throw new Error('mine')
      },
      extract: (found) => found,
      fields: () => [],
    }
    expect(begin({ propagator: failing })).toMatchObject({ call: {}, sent: {} })
  })
})

describe('a header of the active request that a call passes on', () => {
  const received = { traceparent: PARENT, tracestate: 'other=1', baggage: 'tenant=7', 'x-own': '1' }

  it('is replaced, and does not stop the call from being tracked', () => {
    const { call, sent } = within(received, () => begin({ headers: received }))
    expect(sent['traceparent']).toContain(call?.span.spanContext().spanId)
    expect(sent).toMatchObject({ baggage: 'tenant=7', 'x-own': '1' })
    expect(sent).not.toHaveProperty('tracestate') // it belongs to the replaced parent
  })

  it('is replaced if the application sets it after the call has begun', () => {
    const { call, calls, sent } = begin()
    const written = sent['traceparent']
    Object.assign(sent, received)
    within(received, () => calls.propagateAgain(call!, objectHeaders(sent)))
    expect(sent).toMatchObject({ traceparent: written, baggage: 'tenant=7' })
  })

  it('is distinguished from the parent of other tracking', () => {
    const other = { traceparent: `00-${TRACE_ID}-${'7'.repeat(16)}-01`, tracestate: 'other=1' }
    expect(within(received, () => begin({ headers: other }))).toMatchObject({ call: undefined, sent: other })
  })

  it('is replaced under any of the names of a propagator', () => {
    const b3 = { b3: `${TRACE_ID}-${SPAN_ID}-1`, traceparent: PARENT }
    const { call, sent } = within(b3, () => begin({ headers: b3, propagator: new B3Propagator() }))
    expect(sent).toEqual({ b3: expect.stringContaining(String(call?.span.spanContext().spanId)) })
  })
})

describe('propagateTo', () => {
  const rules = { propagateTo: ['*.internal'] }

  it('sends no headers to any other host, but still makes a row of the call', () => {
    const { call, sent, ended } = begin(rules)
    call?.complete()
    expect([sent, ended.length]).toEqual([{}, 1])
  })

  it('names the hosts that get the headers', () => {
    for (const propagateTo of [['pay.example'], 'pay.example', /pay/, () => true, ['x.example', () => true]]) {
      expect(begin({ propagateTo }).sent).toHaveProperty('traceparent')
    }
    for (const propagateTo of [[], 'example', /card/, () => false]) {
      expect(begin({ propagateTo }).sent).not.toHaveProperty('traceparent')
    }
  })

  it('also removes headers that the application passes on', () => {
    const received = { traceparent: PARENT, tracestate: 'other=1', baggage: 'tenant=7' }
    const propagator = new CompositePropagator([new TraceContextPropagator(), new BaggagePropagator()])
    const headers = { ...received, accept: '*/*' }
    expect(within(received, () => begin({ ...rules, headers, propagator }).sent)).toEqual({ accept: '*/*' })
    const ownBaggage = { baggage: 'mine=1' }
    expect(within(received, () => begin({ ...rules, headers: ownBaggage, propagator }).sent)).toEqual(ownBaggage)
  })
})
