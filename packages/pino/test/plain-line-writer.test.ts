import { hostname } from 'node:os'
import { memoryInUse, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { checkSame, ItemLines } from '../../core/test/adapter/item-lines'
import { hugeValues, jsonValues, PLAIN_RUNS, recordNames, recordStrings } from '../../core/test/adapter/record-values'
import { type AzureMonitorStreamOptions, azureMonitorStream } from '../src'
import type { MapContext } from '../src/map-context'
import { mapLine } from '../src/map-line'
import { PlainLineWriter } from '../src/plain-line-writer'
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

const { level: _level, ...UNLEVELED } = LINE

const err = {
  type: 'TypeError',
  message: 'no',
  stack: 'TypeError: no\n    at f (/a/b.js:10:2)\n    at c.js:1:2',
  code: 'E_NO',
}

const manyTexts = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`text${i}`, 'é'.repeat(8_000)]))

describe('a line is written with the same result as mapping', () => {
  it.each<[string, object | string]>([
    ['in the form of pino', LINE],
    ['with the name of its logger', { ...LINE, name: 'shop' }],
    ['with a level by name', { ...LINE, level: 'warn' }],
    ['with an unknown level', { ...LINE, level: 35 }],
    ['with a level of another name that is not known', { ...LINE, level: 'loud' }],
    ['with its level under another key', { 'log.level': 'warn', ...UNLEVELED }],
    ['with a level that is a severity', { severityLevel: 3, ...UNLEVELED }],
    ['with a time in ISO-8601', { ...LINE, time: '2026-03-04T11:59:59.123456Z' }],
    ['from another host', { ...LINE, hostname: 'elsewhere' }],
    ['without process and host', { level: 30, time: NOW_MS, a: 1, msg: 'x' }],
    ['without a field', { level: 30, time: NOW_MS, msg: 'x' }],
    ['with a string in an error field', { ...LINE, err: 'refused', error: 17 }],
    ['with an empty string', { ...LINE, customer: '' }],
    ['with a path', { ...LINE, path: '/orders/7' }],
    ['with a URL', { ...LINE, url: 'https://shop/orders?page=2', msg: 'see https://shop/' }],
    ['with a pair that is not a secret', { ...LINE, pair: 'a=1; b: 2', at: '2026-03-04T11:59:59.123Z' }],
    ['with a question', { ...LINE, note: 'and/or?' }],
    ['in an operation', { ...LINE, trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), trace_flags: '01' }],
    [
      'in an operation with a name and a user that are longer than the service accepts',
      { ...LINE, trace_id: 'a'.repeat(32), 'azmon.operation': 'GET /'.padEnd(1_100, 'x'), 'azmon.user': 'ada' },
    ],
    ['in a trace that is sampled', { ...LINE, trace_id: 'a'.repeat(32), 'azmon.sampleRate': '25' }],
    ['with an escape', { ...LINE, customer: 'a "b"\n\u0007', msg: '\\ "x"\n' }],
    ['with an object', { ...LINE, customer: { id: 5, tags: ['a', 'b\\'], none: {}, empty: [], deep: { text: '"' } } }],
    ['with an array', { ...LINE, samples: [1, 2.5, -3, 0], mixed: [1, 'a', null, true, { a: [] }] }],
    ['with an error', { ...LINE, err }],
    ['with an error and its message', { ...LINE, err, msg: err.message }],
    ['with an error without a stack', { ...LINE, err: { type: 'TypeError', message: 'no' } }],
    ['with the stack of an error as its lines', { ...LINE, err: { ...err, stack: err.stack.split('\n') } }],
    ['with strings in the fields of errors', { ...LINE, err: 'refused: no', reason: 'none', cause: 5 }],
    [
      'with an error and causes',
      { ...LINE, err: { ...err, cause: { ...err, message: 'why' }, stack: `${err.stack}\ncaused by: ${err.stack}` } },
    ],
    ['with an error, and error fields without one', { ...LINE, err, cause: { a: 1 }, error: 'refused' }],
    [
      'with an error that has a field with the name of a field of the logger',
      { ...LINE, err: { ...err, hostname: 'h', errno: -3008 } },
    ],
    ['with a URL that contains a secret', { ...LINE, url: 'https://shop/?sig=secret' }],
    [
      'with secrets in an object',
      { ...LINE, req: { url: '/?sig=secret', headers: { authorization: 'Bearer a', cookie: 'a' } } },
    ],
    ['with values that are not secrets', { ...LINE, hasToken: true, auth: { password: null, secret: '' }, tokens: 5 }],
    ['with raw headers', { ...LINE, req: { rawHeaders: ['Cookie', 'secret', 'Accept', '*'] } }],
    ['with entries', { ...LINE, list: [{ name: 'Cookie', value: 'secret' }], value: 5 }],
    ['with numbers as names in an object', lineWith('"a":{"b":1,"10":2,"9":3}')],
    ['with the names of a prototype in an object', lineWith('"a":{"__proto__":{"b":1},"constructor":2}')],
    ['with a duplicate field in an object', lineWith('"a":{"b":{"b":1},"c":1,"b":2}')],
    ['with arrays at the maximum depth', lineWith(`"a":${'['.repeat(8)}1${']'.repeat(8)}`)],
    ['with negative zero', lineWith('"a":-0,"b":[-0],"c":{"d":-0.0}')],
    ['with numbers of every form', lineWith('"a":1.50,"b":1e3,"c":[0.0000001,1E400],"d":{"e":0.30000000000000004}')],
    ['with escapes of every form', lineWith('"a":"\\/\\u00e9","b":{"c":"\\ud83d\\u0041"},"d":["\\u001f\\b"]')],
    [
      'with a string longer than the service accepts',
      { ...LINE, customer: 'x'.repeat(9_000), msg: '"'.repeat(5_000) + 'x'.repeat(28_000) },
    ],
    ['with an object longer than the service accepts', { ...LINE, list: ['"'.repeat(5_000), 'x'.repeat(5_000)] }],
    ['with more data than an item may have', { ...LINE, ...manyTexts }],
    ['with more values than are kept', { ...LINE, list: Array.from({ length: 1_200 }, () => 1) }],
  ])('%s', (_, line) => {
    const { written, mapped } = new Both().of(typeof line === 'string' ? line : json(line))
    expect(written).toEqual(mapped)
    expect(written).toBeDefined()
  })

  it('after a line with another level and name', () => {
    const both = new Both()
    for (const line of [
      { ...LINE, name: 'shop' },
      { ...LINE, level: 40, name: 'shop' },
      { ...LINE, level: 40, name: 'till' },
      { ...LINE, level: 40 },
    ]) {
      const { written, mapped } = both.of(json(line))
      expect(written).toEqual(mapped)
    }
  })
})

describe('a line must be mapped', () => {
  it.each<[string, string]>([
    ['with the names of a prototype', lineWith('"__proto__":"x"')],
    ['with a name longer than the service accepts', json({ ...LINE, ['k'.repeat(151)]: 'x' })],
    ['with a duplicate field', `${json(LINE).slice(0, -1)},"orderId":43}`],
    ['without a message', json({ ...LINE, msg: undefined })],
    ['with an empty message', json({ ...LINE, msg: '' })],
    ['with a message that is a number', json({ ...LINE, msg: 5 })],
    ['without a time', json({ ...LINE, time: undefined })],
    ['with a time that the service would reject', json({ ...LINE, time: 0 })],
    ['without a level at its beginning', json({ ...UNLEVELED, severity: 'ERROR' })],
    [
      'with an error that has a field like that of the level',
      json({ severity: 'ERROR', ...UNLEVELED, err: { ...err, severity: 'FATAL' } }),
    ],
    ['with two levels', json({ severity: 'ERROR', ...LINE })],
    ['with an unknown level after another one', json({ lvl: 40, ...LINE, level: 'loud' })],
    ['with an unknown level that is not at its beginning', json({ ...UNLEVELED, level: 'loud' })],
    ['with a level that is null', json({ ...LINE, level: null, severity: 'ERROR' })],
    ['with a level that is true', json({ ...LINE, level: true })],
    ['with an invalid operation', json({ ...LINE, trace_id: 'none' })],
    ['with a span without an operation', json({ ...LINE, span_id: 'b'.repeat(16) })],
    ['with a custom event', json({ ...LINE, customEvent: 'order' })],
    ['with a field called logger', json({ ...LINE, name: 'shop', logger: 'mine' })],
    ['that is very long', json({ ...LINE, customer: 'x'.repeat(131_072) })],
    ['with an entry', json({ ...LINE, key: 'Cookie', value: 'secret' })],
    ['with an error and a field called message', json({ ...LINE, err, message: 'x' })],
    ['with a request of Node', json({ ...LINE, req: { _events: {}, rawHeaders: ['Cookie', 'a'] } })],
    [
      'with an error that has a field with the name of a field of the record',
      json({ ...LINE, err: { ...err, orderId: 43 } }),
    ],
    ['with a string of very many escapes', json({ ...LINE, customer: '"'.repeat(10_001) })],
    ['with two errors', json({ ...LINE, err, error: err })],
    ['with a stack in place of an error', json({ ...LINE, err: err.stack })],
    ['with a string under an error key that has an escape', json({ ...LINE, reason: 'a "b"' })],
    ['with the lines of a stack in place of an error', json({ ...LINE, err: err.stack.split('\n') })],
    ['with the stack of an error', json({ ...LINE, stack: err.stack })],
    ['with the fields of an error', json({ ...LINE, 'error.message': 'no', 'error.type': 'TypeError' })],
    ['with the errors of a validator', json({ ...LINE, err: { ...err, errors: [{ path: 'card' }] } })],
    ['with an error that its stack names', json({ ...LINE, msg: 'x', err: { ...err, type: 'Error', message: 'x' } })],
    ['with a number as a name', lineWith('"5":1')],
    ['with arrays below the maximum depth', lineWith(`"a":${'['.repeat(9)}${']'.repeat(9)}`)],
    ['with a control character', lineWith('"a":"\t"')],
    ['with a lone surrogate', lineWith('"a":"\ud83d"')],
    ['with spaces between its fields', lineWith(' "a":1')],
    ['with text after its end', `${json(LINE)}x`],
    ['that is incomplete', json(LINE).slice(0, -1)],
    ['that is not JSON', 'Server listening on port 3000'],
    ['that is an array', '["level",30]'],
    ['that is an empty object', '{}'],
  ])('%s', (_, line) => {
    expect(new Both().of(line).written).toBeUndefined()
  })

  it('but not with an ordinary field', () => {
    expect(new Both().of(lineWith('"a":1')).written).toBeDefined()
  })

  it('if recordsAs is event', () => {
    expect(new Both(contextOf({ recordsAs: 'event' })).of(json(LINE)).written).toBeUndefined()
  })

  it('if the name of the logger is a secret', () => {
    expect(new Both(contextOf(), ['logger']).of(json(LINE)).written).toBeUndefined()
    expect(new Both(contextOf(), ['name']).of(json(LINE)).written).toBeUndefined()
  })

  it('with a new name if the maximum number of names is remembered', () => {
    const both = new Both()
    const lineOf = (name: string) => json({ level: 30, time: NOW_MS, [name]: 1, msg: 'x' })
    for (let i = 0; i < 2_000; i++) both.write(lineOf(`order-${i}`))
    expect(both.write(lineOf('order-5'))).toBeDefined()
    expect(both.write(lineOf('order-2000'))).toBeUndefined()
  })
})

it('a remembered field name does not keep its line in memory', () => {
  const both = new Both()
  const before = memoryInUse().heapUsed
  for (let i = 0; i < 500; i++) {
    const fields = {
      level: `level-${i}`,
      name: `logger-of-today-${i}`,
      time: NOW_MS,
      [`order-of-today-${i}`]: 1,
      msg: 'x',
    }
    const text = `${json(fields)}${'#'.repeat(100_000)}`
    both.write(text.slice(0, text.indexOf('#')))
  }
  expect(memoryInUse().heapUsed - before).toBeLessThan(5_000_000)
})

describe('any line', () => {
  const names = fc.oneof(
    { weight: 4, arbitrary: recordNames },
    fc.constantFrom('level', 'time', 'pid', 'hostname', 'msg', 'name', 'logger', 'severity', 'customEvent', 'message'),
    fc.constantFrom('err', 'error', 'cause', 'text', 'trace_id', 'span_id', 'azmon.operation', 'azmon.sampleRate'),
    fc.constantFrom('lvl', 'log.level', 'severityLevel', 'rank'),
    fc.constantFrom('stack', 'stack_trace', 'type', 'error.message', 'error.type', 'error.stack_trace'),
  )
  const errors = fc
    .tuple(recordStrings, jsonValues, fc.dictionary(recordNames, jsonValues, { maxKeys: 2, noNullPrototype: true }))
    .map(([message, cause, own]) => ({
      ...err,
      message,
      stack: `Error: ${message}\n    at f (/a.js:1:2)`,
      cause,
      ...own,
    }))
  const values = fc.oneof(
    { weight: 8, arbitrary: jsonValues },
    fc.constantFrom<unknown>(30, 35, 'info', 'audit', NOW_MS, hostname(), 'a'.repeat(32), 'b'.repeat(16), '25'),
    errors,
    fc.constantFrom<unknown>(err.stack, err.stack.split('\n'), err.type, { ...err, type: 'Error', message: 'x' }),
    fc.constantFrom<unknown>({ type: err.type, message: 'no' }, { ...err, errors: [{ path: 'card' }] }),
    { weight: 1, arbitrary: hugeValues },
  )
  const fields = fc.array(fc.tuple(names, values), { maxLength: 4 })
  const linesOf = (whole: object) =>
    fc
      .oneof(fields, { weight: 4, arbitrary: fields.map((some) => [...Object.entries(whole), ...some]) })
      .map((all) => `{${all.map(([name, value]) => `${json(name)}:${json(value)}`).join()}}`)

  it('is written with the same result as mapping, with any logger settings', () => {
    const customLevels = { labels: { 30: 'info', 35: 'audit' }, values: { info: 30, audit: 35 } }
    const settings: readonly (readonly [Both, object])[] = [
      [new Both(contextOf()), LINE],
      [new Both(contextOf({ nestedKey: 'text', namesInstance: true })), LINE],
      [new Both(contextOf({}, { messageKey: 'text', errorKey: 'customer' })), { ...LINE, text: 'x' }],
      [new Both(contextOf({ timeKey: 'level' })), LINE],
      [new Both(contextOf({ timeKey: 'name' }, { messageKey: 'trace_id' })), { ...LINE, name: NOW_MS, trace_id: 'x' }],
      [new Both(contextOf({}, { messageKey: 'hostname' })), LINE],
      [new Both(contextOf()), { 'log.level': 'warn', ...UNLEVELED }],
      [new Both(contextOf({ levelKey: 'rank' })), { rank: 40, ...UNLEVELED }],
      [new Both(contextOf({ levelMap: { audit: 4 } }, { levels: customLevels })), { ...LINE, level: 35 }],
      [new Both(contextOf(), ['id', 'total'], 'dot'), LINE],
      [new Both(contextOf(), ['name']), LINE],
    ]
    for (const [both, whole] of settings) {
      let writtenCount = 0
      fc.assert(
        fc.property(linesOf(whole), (line) => {
          const { written, mapped } = both.of(line)
          if (written === undefined) return
          writtenCount++
          checkSame(written, mapped)
        }),
        { numRuns: Math.ceil(PLAIN_RUNS / settings.length), endOnFailure: true },
      )
      if (both.mayWrite) expect(writtenCount).toBeGreaterThan(PLAIN_RUNS / 50)
    }
  })

  it('arrives and is counted in the same way with and without a processor', async () => {
    const nowMs = Date.now()
    // Secrets are redacted once more behind a processor, also within JSON.
    const string = fc.stringMatching(/^[a-z😀é "\\]{1,8}$/u)
    const lines = fc
      .sample(fc.dictionary(string, fc.jsonValue(), { maxKeys: 5 }), 1_000)
      .map((fields) => json({ ...LINE, time: nowMs, ...fields }))
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

/** The item that is written of a line, and the one that it has if it is mapped. */
class Both {
  readonly #lines: ItemLines
  readonly #context: MapContext
  readonly #writer: PlainLineWriter
  readonly mayWrite: boolean

  constructor(context = contextOf(), redactKeys: readonly string[] = [], flatten?: 'dot') {
    this.#lines = new ItemLines(redactKeys, flatten)
    this.#context = { ...context, serializer: this.#lines.properties }
    this.#writer = new PlainLineWriter(this.#context)
    this.mayWrite = context.timeKey === 'time' && context.messageKey !== 'hostname' && !redactKeys.includes('name')
  }

  of(line: string) {
    const written = this.#lines.of(() => this.write(line))
    if (written === undefined) expect(this.#lines.redacted).toBe(0)
    return { written, mapped: this.#lines.of(() => mapLine(line, this.#context, NOW_MS)) }
  }

  write(line: string) {
    return this.#writer.write(line, NOW_MS)
  }
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
