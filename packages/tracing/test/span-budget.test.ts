import { join } from 'node:path'
import { runProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { INVALID_SPAN_CONTEXT, type Span, SpanKind } from '@opentelemetry/api'
import type { FinishedSpan } from '../src'
import { aTracer } from './builders'

/** A finished span with these attributes and events. */
function spanWith(say: (span: Span) => void): FinishedSpan {
  const { tracer, ended } = aTracer()
  const span = tracer.startSpan('s')
  say(span)
  span.end()
  return ended[0]!
}

it('keeps one character more of a string than a property may have, so that the truncation is counted when it is sent', () => {
  const long = 'x'.repeat(20_000)
  const { name, attributes, events, links, status, dropped } = spanWith((span) => {
    span.updateName(long).setAttribute('text', long).setStatus({ code: 2, message: long })
    span.addEvent(long, { text: long }).addEvent('x'.repeat(40_000))
    span.addLink({ context: INVALID_SPAN_CONTEXT, attributes: { text: long } })
  })
  expect(
    [name, attributes['text'], status.message, events[0]?.attributes['text']].map((text) => `${text}`.length),
  ).toEqual(Array(4).fill(8_193))
  expect(events.map((event) => event.name.length)).toEqual([20_000, 32_769])
  expect(`${links[0]?.attributes?.['text']}`).toHaveLength(8_193)
  expect(dropped).toBe(0)
})

it('keeps as many items of an array as fit into a property', () => {
  const { attributes } = spanWith((span) => {
    span.setAttribute('numbers', Array(100_000).fill(7)).setAttribute('texts', Array(10).fill('x'.repeat(5_000)))
    span.setAttribute('short', ['a', 'b'])
  })
  expect([attributes['numbers'], attributes['texts']].map((list) => (list as unknown[]).length)).toEqual([4_097, 2])
  expect(attributes['short']).toEqual(['a', 'b'])
})

it('keeps 128 attributes of an event and ignores values that are not attributes', () => {
  const many = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`key${i}`, i]))
  const { events, dropped } = spanWith((span) => span.addEvent('busy', { ...many, bad: { a: 1 } as never }))
  expect([Object.keys({ ...events[0]?.attributes }).length, dropped]).toEqual([128, 3])
})

it('drops and counts only the attributes that cannot be read', () => {
  const hostile = {
    get key(): string {
      throw new Error('mine')
    },
  }
  const { attributes, dropped, name } = spanWith((span) => {
    span
      .setAttributes(hostile)
      .setAttribute('good', 1)
      .updateName(undefined as never)
    span.setAttribute('k'.repeat(10_000), 1)
  })
  expect({ attributes: { ...attributes }, dropped, name }).toEqual({
    attributes: { good: 1 },
    dropped: 2,
    name: 'undefined',
  })
})

it('limits the total size of a span and counts what it drops', () => {
  const { events, dropped } = spanWith((span) => {
    const attributes = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key${i}`, 'x'.repeat(9_000)]))
    for (let i = 0; i < 10; i++) span.addEvent('busy', attributes)
    span.setAttribute('changed', 'x')
    for (let i = 0; i < 10; i++) span.setAttribute('changed', i % 2 === 0 ? 'x' : 'y')
  })
  const held = JSON.stringify(events).length
  expect(held).toBeGreaterThan(900_000)
  expect(held).toBeLessThan(1_100_000)
  expect(dropped).toBe(500 - events.reduce((sum, { attributes }) => sum + Object.keys({ ...attributes }).length, 0))
})

it('does not keep the original of a truncated string in memory', async () => {
  const program = join(__dirname, 'programs', 'holds-little.cjs')
  const env = { NODE_OPTIONS: '--max-old-space-size=64' }
  expect(await runProgram(program, env)).toMatchObject({ code: 0, stdout: 'ended\n' })
})

it('always keeps the route and the status of a request', () => {
  const { tracer, ended } = aTracer()
  const span = tracer.startSpan('GET', { kind: SpanKind.SERVER })
  for (let i = 0; i < 200; i++) span.setAttribute(`of the application ${i}`, i)
  span
    .setAttributes({ 'http.request.method': 'GET', 'http.route': '/orders/:id', 'http.response.status_code': 503 })
    .end()
  expect(ended[0]?.attributes).toMatchObject({ 'http.route': '/orders/:id', 'http.response.status_code': 503 })
  expect(ended[0]?.dropped).toBe(73)
})
