import { describe, expect, it } from '@jest/globals'
import { INVALID_SPAN_CONTEXT, SpanStatusCode } from '@opentelemetry/api'
import { aTracer } from './builders'

describe('a span', () => {
  it('lasts from its start time to its end time', () => {
    const { tracer, ended } = aTracer()
    tracer.startSpan('given', { startTime: 1_700_000_000_000 }).end(1_700_000_000_250)
    tracer.startSpan('given', { startTime: [1_700_000_000, 500_000] }).end(new Date(1_700_000_001_000))
    const startTime = performance.now()
    tracer.startSpan('monotonic', { startTime }).end(startTime + 12)
    tracer.startSpan('backwards', { startTime: 1_700_000_000_000 }).end(1_600_000_000_000)
    expect(ended.map(({ durationMs }) => Math.round(durationMs * 1_000) / 1_000)).toEqual([250, 999.5, 12, 0])
    expect(ended[0]?.startMs).toBe(1_700_000_000_000)
    expect(Math.abs((ended[2]?.startMs ?? 0) - Date.now())).toBeLessThan(10_000)
  })

  it('records changes until it ends', () => {
    const { tracer, ended } = aTracer()
    const span = tracer.startSpan('GET', { attributes: { a: 1 }, links: [{ context: INVALID_SPAN_CONTEXT }] })
    const list = ['x']
    span.setAttribute('b', list).setAttributes({ c: true, d: undefined })
    list.push('y')
    span.addEvent('packed', { boxes: 2 }).updateName('GET /orders').addLink({ context: INVALID_SPAN_CONTEXT })
    expect(span.isRecording()).toBe(true)
    span.end()
    expect(span.isRecording()).toBe(false)
    span.setAttribute('late', 1).addEvent('late').updateName('late').setStatus({ code: SpanStatusCode.ERROR }).end()
    expect(ended).toHaveLength(1)
    expect(ended).toMatchObject([
      { name: 'GET /orders', events: [{ name: 'packed', attributes: { boxes: 2 } }], links: [{}, {}], dropped: 0 },
    ])
    expect({ ...ended[0]?.attributes }).toEqual({ a: 1, b: ['x'], c: true })
  })

  it('keeps 128 attributes, events and links each and counts the rest', () => {
    const { tracer, ended } = aTracer()
    const span = tracer.startSpan('busy')
    for (let i = 0; i < 130; i++) {
      span.setAttribute(`key${i}`, i).addEvent(`event${i}`).addLink({ context: INVALID_SPAN_CONTEXT })
    }
    span.setAttribute('key0', 'changed').end()
    const { attributes, events, links, dropped } = ended[0]!
    expect([Object.keys(attributes).length, events.length, links.length, dropped]).toEqual([128, 128, 128, 6])
    expect(attributes['key0']).toBe('changed')
  })

  it('ignores values that are not attributes', () => {
    const { tracer, ended } = aTracer()
    const hostile = {
      toString: () => {
        throw new Error('hostile')
      },
    }
    tracer
      .startSpan('s')
      .setAttribute('a', hostile as never)
      .setAttribute('b', [hostile] as never)
      .end()
    expect({ attributes: { ...ended[0]?.attributes }, dropped: ended[0]?.dropped }).toEqual({
      attributes: {},
      dropped: 2,
    })
  })

  it('stays an error unless its status is set to OK', () => {
    const { tracer, ended } = aTracer()
    const { ERROR, OK, UNSET } = SpanStatusCode
    const statusAfter = (...codes: readonly SpanStatusCode[]) => {
      const span = tracer.startSpan('s')
      for (const code of codes) span.setStatus({ code })
      span.end()
      return ended.at(-1)?.status.code
    }
    expect([statusAfter(ERROR, UNSET), statusAfter(ERROR, OK), statusAfter(OK, ERROR)]).toEqual([ERROR, OK, OK])
  })
})
