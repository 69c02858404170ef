import { bytesKept } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { SpanKind } from '@opentelemetry/api'
import { browserIds } from '../src/browser-ids'
import { OperationNames } from '../src/operation-names'
import { AlwaysOffSampler } from '../src/samplers'
import type { ReadableSpan } from '../src/sdk-span'
import { aTracer } from './builders'

/** Returns what `work` makes of 300 names of 40 characters, each a slice of a document of 100 KB. */
function ofSlices(work: (name: string, index: number) => unknown): readonly unknown[] {
  return Array.from({ length: 300 }, (_, index) => work(`${index}-`.repeat(20_000).slice(0, 40), index))
}

it.each([
  ['span', aTracer().tracer],
  ['unsampled span', aTracer(new AlwaysOffSampler()).tracer],
])('an open %s keeps no part of the string that its name was cut from', (_, tracer) => {
  expect(bytesKept(() => ofSlices((name) => tracer.startSpan(name)))).toBeLessThan(2_000_000)
  expect(bytesKept(() => ofSlices((name) => tracer.startSpan('x').updateName(name)))).toBeLessThan(2_000_000)
})

it('a known operation keeps no part of the string that its name was cut from', () => {
  const names = new OperationNames(
    ({ name }) => name,
    () => {},
  )
  const add = (name: string, index: number) => {
    const spanContext = () => ({ spanId: String(index), traceId: '', traceFlags: 1 })
    names.add({ name, kind: SpanKind.SERVER, spanContext } as ReadableSpan)
  }
  expect(bytesKept(() => [names, ofSlices(add)])).toBeLessThan(1_000_000)
})

it('the ids of a browser keep no part of its cookies', () => {
  const ids = (name: string) => browserIds(`${'x'.repeat(100_000)}; ai_user=${name}|2025; ai_session=${name}|1|2`)
  expect(bytesKept(() => ofSlices(ids))).toBeLessThan(1_000_000)
})
