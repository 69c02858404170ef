import { hostname } from 'node:os'
import type { Envelope, PreserializedTrace } from '@azmon/core'
import { memoryInUse, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type AzureMonitorStreamOptions, azureMonitorStream } from '../src'
import type { MapContext } from '../src/map-context'
import { mapLine } from '../src/map-line'
import { PlainLineWriter } from '../src/splice-line'
import { contextOf, NOW_MS } from './builders'

const LINE = {
  level: 30,
  time: NOW_MS,
  pid: 4711,
  hostname: hostname(),
  orderId: 42,
  total: 12.5,
  customer: 'customer-5',
  express: false,
  coupon: null,
  emoji: 'ä漢😀',
  msg: 'The order was taken',
}

describe('a line that is spliced', () => {
  it.each<[string, object]>([
    ['as pino writes it', LINE],
    ['with the name of its logger', { ...LINE, name: 'shop' }],
    ['with a level by name', { ...LINE, level: 'warn' }],
    ['with a level of nobody’s', { ...LINE, level: 35 }],
    ['with a time in ISO-8601', { ...LINE, time: '2026-03-04T11:59:59.123456Z' }],
    ['of another host', { ...LINE, hostname: 'elsewhere' }],
    ['without process and host', { level: 30, time: NOW_MS, a: 1, msg: 'x' }],
    ['without a field', { level: 30, time: NOW_MS, msg: 'x' }],
    ['with an error that is a text', { ...LINE, err: 'refused', error: 17 }],
    ['with an empty text', { ...LINE, customer: '' }],
    ['with a path', { ...LINE, path: '/orders/7' }],
    ['with a URL', { ...LINE, url: 'https://shop/orders?page=2', msg: 'see https://shop/' }],
    ['with a pair that is no secret', { ...LINE, pair: 'a=1; b: 2', at: '2026-03-04T11:59:59.123Z' }],
    ['with a question', { ...LINE, note: 'and/or?' }],
    ['in an operation', { ...LINE, trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), trace_flags: '01' }],
    [
      'in an operation with a name and a user, longer than the service takes',
      { ...LINE, trace_id: 'a'.repeat(32), 'azmon.operation': 'GET /'.padEnd(1_100, 'x'), 'azmon.user': 'ada' },
    ],
  ])('is what mapping makes of it, %s', (_, line) => {
    const { spliced, mapped } = bothOf(JSON.stringify(line))
    expect(spliced).toEqual(mapped)
    expect(spliced).toBeDefined()
  })

  it('follows another one with another level and name', () => {
    const splicer = new PlainLineWriter(contextOf())
    const properties = [
      { ...LINE, name: 'shop' },
      { ...LINE, level: 40, name: 'shop' },
      { ...LINE, level: 40, name: 'till' },
      { ...LINE, level: 40 },
    ].map((line) => JSON.parse(`{${splicer.splice(JSON.stringify(line), NOW_MS)?.data ?? ''}}`).properties)
    expect(properties).toMatchObject([
      { level: 'info', logger: 'shop' },
      { level: 'warn', logger: 'shop' },
      { level: 'warn', logger: 'till' },
      { level: 'warn' },
    ])
    expect(properties[3]).not.toHaveProperty('logger')
  })
})

describe('a line is left to mapping', () => {
  it.each<[string, string]>([
    ['with an escape', json({ ...LINE, customer: 'a "b"' })],
    ['with an object', json({ ...LINE, customer: { id: 5 } })],
    ['with a list', json({ ...LINE, customer: [1, 2] })],
    ['with an error', json({ ...LINE, err: { type: 'Error', message: 'x', stack: 'Error: x' } })],
    ['with a URL, which may have a secret in it', json({ ...LINE, url: 'https://shop/?sig=secret' })],
    ['with a URL from its path on', json({ ...LINE, url: '/?sig=secret' })],
    ['with a URL of any scheme', json({ ...LINE, broker: '//app:secret@queue' })],
    ['with a connection string', json({ ...LINE, db: 'Server=db;Password=secret' })],
    ['with a header', json({ ...LINE, line: 'Authorization: Bearer secret' })],
    ['with an entry', json({ ...LINE, name: 'Cookie', value: 'secret' })],
    ['with a secret', json({ ...LINE, password: 'secret' })],
    ['with a name that reaches the prototype', lineWith('"__proto__":"x"')],
    ['with zero below zero, which is not what it is as text', lineWith('"a":-0')],
    ['with a number that has an exponent as text', lineWith('"a":0.0000001')],
    ['with a name longer than the service takes', json({ ...LINE, ['k'.repeat(151)]: 'x' })],
    ['with a field that stands there twice', `${json(LINE).slice(0, -1)},"orderId":43}`],
    ['that is long', json({ ...LINE, customer: 'x'.repeat(4_096) })],
    ['without a message', json({ ...LINE, msg: undefined })],
    ['with an empty message', json({ ...LINE, msg: '' })],
    ['with a message that is a number', json({ ...LINE, msg: 5 })],
    ['without a time', json({ ...LINE, time: undefined })],
    ['with a time that the service would refuse', json({ ...LINE, time: 0 })],
    ['without a level', json({ ...LINE, level: undefined, severity: 'ERROR' })],
    ['with a level that is null', json({ ...LINE, level: null, severity: 'ERROR' })],
    ['with a level that is true', json({ ...LINE, level: true })],
    ['with an operation that is none', json({ ...LINE, trace_id: 'none' })],
    ['with a span without an operation', json({ ...LINE, span_id: 'b'.repeat(16) })],
    ['with a trace that is sampled', json({ ...LINE, trace_id: 'a'.repeat(32), 'azmon.sampleRate': '25' })],
    ['with a custom event', json({ ...LINE, customEvent: 'order' })],
    ['with a field where the name of the logger belongs', json({ ...LINE, name: 'shop', logger: 'mine' })],
    ['with a number that would be written another way', lineWith('"a":1.50')],
    ['with a number of many digits', json({ ...LINE, total: 0.1 + 0.2 })],
    ['with a control character', lineWith('"a":"\t"')],
    ['with half of a pair', lineWith('"a":"\ud83d"')],
    ['with room between its fields', lineWith(' "a":1')],
    ['with more behind it', `${json(LINE)}x`],
    ['that breaks off', json(LINE).slice(0, -1)],
    ['that is a text', 'Server listening on port 3000'],
    ['that is a list', '["level",30]'],
    ['that is nothing', '{}'],
  ])('%s', (_, line) => {
    expect(new PlainLineWriter(contextOf()).splice(line, NOW_MS)).toBeUndefined()
  })

  it('but not with nothing of that kind', () => {
    expect(new PlainLineWriter(contextOf()).splice(lineWith('"a":1'), NOW_MS)).toBeDefined()
  })

  it('where records are events', () => {
    expect(new PlainLineWriter(contextOf({ recordsAs: 'event' })).splice(json(LINE), NOW_MS)).toBeUndefined()
  })

  it('where what the logger is called is a secret', () => {
    const context = contextOf({}, {}, { redactKeys: ['logger'] })
    expect(new PlainLineWriter(context).splice(json({ ...LINE, name: 'shop' }), NOW_MS)).toBeUndefined()
  })

  it('with a name that is new, once there are many', () => {
    const splicer = new PlainLineWriter(contextOf())
    for (let i = 0; i < 1_000; i++)
      splicer.splice(json({ level: 30, time: NOW_MS, [`order-${i}`]: 1, msg: 'x' }), NOW_MS)
    expect(splicer.splice(json({ level: 30, time: NOW_MS, 'order-5': 1, msg: 'x' }), NOW_MS)).toBeDefined()
    expect(splicer.splice(json({ level: 30, time: NOW_MS, 'order-1000': 1, msg: 'x' }), NOW_MS)).toBeUndefined()
  })
})

it('a field’s name that is remembered holds nothing but itself', () => {
  const splicer = new PlainLineWriter(contextOf())
  const before = memoryInUse().heapUsed
  for (let i = 0; i < 500; i++) {
    const text = `${json({ level: 30, time: NOW_MS, [`order-of-today-${i}`]: 1, msg: 'x' })}${'#'.repeat(100_000)}`
    splicer.splice(text.slice(0, text.indexOf('#')), NOW_MS)
  }
  expect(memoryInUse().heapUsed - before).toBeLessThan(5_000_000)
})

describe('any line', () => {
  const names = fc.oneof(
    fc.constantFrom('level', 'time', 'pid', 'hostname', 'msg', 'name', 'logger', 'err', 'severity', 'customEvent'),
    fc.constantFrom('trace_id', 'span_id', 'azmon.operation', 'azmon.sampleRate', 'password', 'constructor', 'text'),
    { weight: 3, arbitrary: fc.string({ maxLength: 12, unit: 'grapheme' }) },
  )
  const values = fc.oneof(
    { weight: 3, arbitrary: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(30, 35, 'info', 'audit', NOW_MS, hostname(), 'a'.repeat(32), 'b'.repeat(16)),
    },
    fc.tuple(fc.integer(), fc.constantFrom(10, 100, 1e6, 1e7, 1e9)).map(([digits, by]) => digits / by),
    fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(1e21, 1e-7, 1e-6)),
    fc.string({ unit: 'binary' }),
    fc.webUrl({ withQueryParameters: true }),
    fc.tuple(fc.webPath(), fc.constantFrom('token', 'id', 'page')).map(([path, name]) => `/${path}?${name}=1`),
    fc.jsonValue(),
  )
  const fields = fc.array(fc.tuple(names, values), { maxLength: 4 })
  const linesOf = (whole: object) =>
    fc
      .oneof(fields, { weight: 4, arbitrary: fields.map((some) => [...Object.entries(whole), ...some]) })
      .map((all) => `{${all.map(([name, value]) => `${json(name)}:${json(value)}`).join()}}`)

  it('that is spliced is what mapping makes of it, however its logger is set', () => {
    const customLevels = { labels: { 30: 'info', 35: 'audit' }, values: { info: 30, audit: 35 } }
    const settings: readonly (readonly [MapContext, object])[] = [
      [contextOf(), LINE],
      [contextOf({ nestedKey: 'text', namesInstance: true }), LINE],
      [contextOf({}, { messageKey: 'text', errorKey: 'customer' }), { ...LINE, text: 'x' }],
      [contextOf({ timeKey: 'level' }), LINE],
      [contextOf({ timeKey: 'name' }, { messageKey: 'trace_id' }), { ...LINE, name: NOW_MS, trace_id: 'x' }],
      [contextOf({}, { messageKey: 'hostname' }), LINE],
      [contextOf({ levelMap: { audit: 4 } }, { levels: customLevels }), { ...LINE, level: 35 }],
      [contextOf({}, {}, { redactKeys: ['id', 'level'] }), LINE],
      [contextOf({}, {}, { redactKeys: ['name'], flatten: 'dot' }), LINE],
    ]
    for (const [context, whole] of settings) {
      const splicer = new PlainLineWriter(context)
      fc.assert(
        fc.property(linesOf(whole), (line) => {
          const both = bothOf(line, context, splicer)
          if (both.spliced !== undefined) expect(both.spliced).toEqual(both.mapped)
        }),
        { numRuns: 500 },
      )
    }
  })

  it('arrives as it does where a processor wants to see it, and is accounted for alike', async () => {
    const nowMs = Date.now()
    const lines = fc.sample(linesOf({ ...LINE, time: nowMs }), 1_000)
    const [asItCame, seen] = await Promise.all([arrivalsOf(lines), arrivalsOf(lines, { processors: [() => {}] })])
    const ownTime = new Date(nowMs).toISOString()
    // A line without a time that the service takes has that of its arrival.
    const timed = (items: readonly WireEnvelope[]) => items.map(({ time, ...rest }) => [time === ownTime && time, rest])
    expect(timed(asItCame.items)).toEqual(timed(seen.items))
    expect(asItCame.account).toEqual(seen.account)
  })
})

// --- helpers, in order of use ---

function json(line: unknown): string {
  return JSON.stringify(line)
}

/** Plain but for this. */
function lineWith(field: string): string {
  return `{"level":30,"time":${NOW_MS},${field},"msg":"x"}`
}

function bothOf(
  line: string,
  context = contextOf(),
  splicer = new PlainLineWriter(context),
): { readonly spliced: unknown; readonly mapped: unknown } {
  const trace = splicer.splice(line, NOW_MS)
  return { spliced: trace && envelopeOf(trace), mapped: plain(mapLine(line, context, NOW_MS)) }
}

function envelopeOf({ time, tags, baseType, data }: PreserializedTrace): unknown {
  return plain({ time, tags, data: { baseType, baseData: JSON.parse(`{${data}}`) } } as Envelope)
}

async function arrivalsOf(
  lines: readonly string[],
  options: AzureMonitorStreamOptions = {},
): Promise<{ readonly items: readonly WireEnvelope[]; readonly account: object }> {
  const ingestion = await startIngestion()
  const stream = azureMonitorStream({ connectionString: ingestion.connectionString, ...options })
  for (const line of lines) stream.write(`${line}\n`)
  await stream.flush()
  const { received, sent, dropped, truncated, redacted, measurementsDropped } = stream.stats()
  await stream.close()
  await ingestion.close()
  return { items: ingestion.accepted, account: { received, sent, dropped, truncated, redacted, measurementsDropped } }
}

/** Without what JSON leaves out. */
function plain(envelope: Envelope): unknown {
  return JSON.parse(JSON.stringify(envelope))
}
