import { LogSink, type ResolvedLogOptions, splitLogOptions } from '@azmon/core/adapter'
import { afterAll, expect, it } from '@jest/globals'
import { mapContext } from '../src/map-context'

const KEY = 'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9'
const sinks: LogSink[] = []

function writerOf(options: object, log: Partial<ResolvedLogOptions> = {}) {
  const clientOptions = { connectionString: KEY, durability: 'memory' as const, exitFlushMs: 0, ...options }
  const sink = new LogSink({ client: undefined, clientOptions })
  sinks.push(sink)
  return mapContext(sink, { ...splitLogOptions({}).log, ...log }, {}).writer
}

afterAll(() => Promise.all(sinks.map((sink) => sink.close({ timeoutMs: 0 }))))

it('plain records are written directly', () => {
  expect(writerOf({})).toBeDefined()
})

it.each<[string, object, Partial<ResolvedLogOptions>]>([
  ['a processor has to see them', { processors: [() => {}] }, {}],
  ['they become events', {}, { recordsAs: 'event' }],
])('every record is mapped if %s', (_, options, log) => {
  expect(writerOf(options, log)).toBeUndefined()
})
