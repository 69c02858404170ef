import { gzipSync } from 'node:zlib'
import {
  bytesLike,
  CANARY,
  expectNoSecret,
  fuzz,
  jsonLike,
  mayThrow,
  objectsLike,
  short,
  stringsLike,
  valuesLike,
} from '@azmon/testkit/fuzz'
import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals'
import fc from 'fast-check'
import { ConfigurationError, DeliveryError, TelemetryClient } from '../src'
import { errorHead, findError, nearestName, recordTime, thrownData, thrownError } from '../src/adapter'
import { isSpanId, isTraceId } from '../src/adapter/active-operation'
import { systemClock } from '../src/clock'
import { readArguments } from '../src/command-line/read-arguments'
import type { BaseType } from '../src/envelope/contracts'
import { formatDuration } from '../src/envelope/duration'
import { exceptionData } from '../src/envelope/exception'
import { PropertySerializer } from '../src/envelope/properties'
import { parseStack } from '../src/envelope/stack'
import { readBreezeResponse } from '../src/ingestion/breeze-response'
import { Tokens } from '../src/ingestion/credentials'
import { proxyFor } from '../src/ingestion/proxy'
import { trustedRedirect } from '../src/ingestion/redirect'
import { retryAfterMs } from '../src/ingestion/retry-after'
import { processEnvelope } from '../src/intake/process-envelope'
import { samplingHash } from '../src/intake/sampling'
import { EnvelopeSerializer, MAX_ITEM_BYTES } from '../src/item/serialize'
import { parseConnectionString } from '../src/options/connection-string'
import { EnvironmentSettings } from '../src/options/environment'
import { readProxyUrl } from '../src/options/proxy-url'
import { Redactor, redactQuery } from '../src/redaction/redactor'
import { decodeBatchFile, encodeBatchFile } from '../src/spool/batch-file'
import { MAX_BATCH_ITEMS } from '../src/spool/bounds'
import { FileNames, leasedName, readName, readyName, unfinishedName } from '../src/spool/file-name'
import { systemFiles } from '../src/spool/file-system'
import { journalRecord, recoverJournal } from '../src/spool/journal-file'
import { statusOf } from '../src/spool/listing'
import { anItem } from './builders'

const ids = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7', '00000000000000000000000000000000']
const times = ['2026-03-04T12:00:00.000Z', '2026-03-04T12:00:00.123456789+01:00']

describe('settings', () => {
  fuzz(
    'a connection string',
    stringsLike(
      'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=https://eu.in.applicationinsights.azure.com/',
      'InstrumentationKey=00000000-0000-4000-8000-000000000001;EndpointSuffix=ai.contoso.com;Location=west;AadAudience=https://a.example',
      'Authorization=ikey;InstrumentationKey=;IngestionEndpoint=http://[::1]:80',
    ),
    (text) => mayThrow(ConfigurationError, () => parseConnectionString(text)),
  )
  fuzz(
    'environment variables',
    stringsLike(
      '"InstrumentationKey=00000000-0000-4000-8000-000000000001"',
      'http://u:p@proxy.example:3128',
      'localhost,.a',
    ),
    (value) => {
      const names = ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'http_proxy', 'HTTPS_PROXY', 'no_proxy']
      const settings = new EnvironmentSettings(Object.fromEntries(names.map((name) => [name, value])))
      return [settings.destination(), proxyFor({ protocol: 'https:', hostname: 'a', port: '' }, settings.proxy())]
    },
  )
  fuzz(
    'the URL of a proxy',
    stringsLike('http://user:p%40ss@proxy.example:3128', 'proxy:80', '[::1]:8080'),
    readProxyUrl,
  )
  fuzz('hosts without a proxy', stringsLike('localhost,127.0.0.1,[::1]', '*.a.example:443 .b', '*'), (noProxy) =>
    proxyFor({ protocol: 'https:', hostname: 'b.a.example', port: '' }, { https: 'http://proxy:80', noProxy }),
  )
  fuzz('a name that is not an option', stringsLike('connectionString', 'max_batch_size'), (name) =>
    nearestName(name, ['connectionString', 'maxBatchItems']),
  )
  fuzz(
    'a command line',
    fc.array(short(stringsLike('--storage-path', '--port', '7', '--json', '-y', '--')), { maxLength: 8 }),
    (args) =>
      readArguments(
        {
          options: {
            storagePath: { kind: 'string', placeholder: '<directory>', help: '' },
            port: { kind: 'whole-number', placeholder: '<port>', min: 0, max: 65_535, help: '' },
            last: { kind: 'duration', placeholder: '<time>', help: '' },
            json: { kind: 'flag', short: 'y', help: '' },
          },
        },
        args,
      ),
  )
})

describe('answers of an endpoint', () => {
  const errors = [
    { index: 0, statusCode: 400, message: 'Invalid instrumentation key' },
    { index: 1, statusCode: 503, message: 'Telemetry sampled out.' },
  ]
  const bodies = jsonLike(
    { itemsReceived: 2, itemsAccepted: 1, errors },
    { itemsReceived: 2, itemsAccepted: 0, errors },
  )
  const statuses = fc.oneof(fc.constantFrom(200, 204, 206, 307, 400, 401, 402, 413, 415, 429, 439, 500), fc.nat(999))

  fuzz(
    'an answer',
    fc.record({ status: statuses, body: bodies }),
    (response) => readBreezeResponse(response, { items: 2, encoding: 'gzip' }),
    (outcome) => {
      const named = outcome.kind === 'partial' ? [...outcome.retry, ...outcome.rejected.map(({ index }) => index)] : []
      expect(named.length === new Set(named).size && named.every((index) => index === 0 || index === 1)).toBe(true)
    },
  )
  fuzz('Retry-After', stringsLike('120', 'Wed, 21 Oct 2026 07:28:00 GMT'), retryAfterMs, (delayMs = 1_000) => {
    expect(delayMs >= 1_000 && delayMs <= 3_600_000).toBe(true)
  })
  const configured = new URL('https://dc.services.visualstudio.com/v2.1/track')
  fuzz(
    'a redirect',
    stringsLike('https://eu.in.applicationinsights.azure.com/v2.1/track', '//a@b.monitor.azure.com:80/?#', '/v2'),
    (location) => trustedRedirect(configured, configured, location, false),
    (target = configured) => {
      expect(target.href).toMatch(/^https:\/\/[^@/:]+\.(azure|visualstudio)\.com\//)
    },
  )
  fuzz(
    'the answer of a credential',
    objectsLike(['token', 'expiresOnTimestamp'], stringsLike('abc')),
    (make) =>
      new Tokens({ getToken: async () => make() as never }, 'scope', systemClock).token().catch((error) => error),
    (token) => expect(typeof token === 'string' || token instanceof DeliveryError).toBe(true),
  )
})

const redactor = new Redactor([], () => {})
const write = new PropertySerializer(redactor, false)
const secrets = stringsLike(
  'https://user:pass@host:80/path?token=abc&a=1#b',
  'Server=a;Password=b c;User=d',
  'GET / HTTP/1.1\r\nCookie: a=b; c=d\r\nx-api-key: e',
  '{"token":"a","list":[{"pwd":"b"}],"n":1}',
  '{ password: \'a\', auth: { pass: "b" } }',
  '{\\"token\\":\\"a\\"}',
  'Authorization: Bearer abc\n> cookie: d',
  '/orders?code=1&sig=%74',
)

describe('secrets', () => {
  /** As much of a string as is sent. */
  const redacted = (string: string) => redactor.redactString(string).slice(0, 8_192)

  fuzz('a string that may hold one', secrets, redacted)
  fuzz(
    'a line with one',
    secrets,
    (string) => redacted(`${string.slice(-8_000)}\npassword=${CANARY}\n`),
    expectNoSecret,
  )
  fuzz(
    'a URL with one in its query',
    secrets,
    (string) => redacted(`https://a/b?token=${CANARY}&c=${string}`),
    expectNoSecret,
  )
  fuzz('a URL with a password', secrets, (string) => redacted(`https://user:${CANARY}@a/${string}`), expectNoSecret)
  fuzz('a query', secrets, (query) => redactQuery(`${query.slice(0, 2_048)}&token=${CANARY}`), expectNoSecret)
  fuzz(
    'the keys of some',
    fc.tuple(secrets, valuesLike(secrets)),
    ([string, make]) => {
      const inner = { before: make(), apiKey: CANARY, [`${string}_password`]: CANARY, list: [{ token: [CANARY] }] }
      return write.properties({
        before: make(),
        inner,
        [`${string}.password`]: CANARY,
        authorization: { value: CANARY },
      })
    },
    expectNoSecret,
  )
  fuzz(
    'headers with some',
    valuesLike(secrets),
    (make) => {
      const rawHeaders = ['A', make(), 'Cookie', CANARY]
      return write.text({ req: { _events: {}, rawHeaders, url: '/' }, entries: [['x-api-key', CANARY]] })
    },
    expectNoSecret,
  )
})

describe('values of an application', () => {
  const fields = objectsLike(['name', 'value', 'headers', 'rawHeaders', '_events', '_header', 'raw', 'config'], secrets)

  fuzz(
    'properties',
    fields,
    (make) => write.properties(make()),
    (properties) => {
      expect(Object.keys(properties).length).toBeLessThanOrEqual(1_001)
      expect(Object.values(properties).every((value) => typeof value === 'string')).toBe(true)
    },
  )
  const flat = new PropertySerializer(redactor, true)
  fuzz('properties to flatten', fields, (make) => flat.properties(make()))
  fuzz(
    'a value',
    valuesLike(secrets),
    (make) => write.text(make()),
    (text) => expect(typeof text).toBe('string'),
  )

  const stacks = stringsLike(
    'TypeError [ERR_A]: b\n    at async f (file:///c.js:1:2)\n    at /d.js:3:4\n    at new E (<anonymous>)',
    'Error\n\tat a (b:1:1)',
  )
  fuzz(
    'an error',
    valuesLike(stacks),
    (make) => exceptionData(make()),
    ({ exceptions }) => {
      expect(exceptions.length).toBeLessThanOrEqual(20)
      expect(exceptions.every(({ parsedStack = [] }) => parsedStack.length <= 100)).toBe(true)
    },
  )
  fuzz(
    'a stack',
    fc.tuple(stacks, stacks),
    ([stack, message]) => parseStack(stack, message),
    (frames) => {
      expect(frames.length).toBeLessThanOrEqual(100)
    },
  )
  fuzz('the head of a stack', stacks, errorHead)
  const parts = ['stack', 'type', 'message', 'cause', 'error.stack_trace', 'error.type', 'error.message', 'err']
  fuzz('the error of a record', objectsLike(parts, stacks), (make) => {
    const record = make()
    const { value } = findError(record, ['err', 'error', 'cause']) ?? thrownError(record)
    return [exceptionData(value), thrownData(record, undefined, write)]
  })
  fuzz('an ISO-8601 time', stringsLike(...times), (text) => {
    return recordTime(text, Date.parse(times[0] ?? ''))
  })
  fuzz('a duration', fc.double(), formatDuration, (duration) => {
    expect(duration).toMatch(/^(\d{1,3}\.)?\d\d:\d\d:\d\d\.\d{7}$/)
  })
  fuzz('ids', valuesLike(stringsLike(...ids)), (make) => [isTraceId(make()), isSpanId(make())])
  fuzz('an operation id to sample by', stringsLike(...ids), samplingHash, (hash) => {
    expect(hash >= 0 && hash <= 2_147_483_647).toBe(true)
  })
})

describe('telemetry', () => {
  jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const serializer = new EnvelopeSerializer('11111111-2222-4333-8444-555555555555', { 'ai.cloud.role': 'shop' })
  const sampling = { ratio: 1, byKind: {}, bySeverity: {} }
  const parts = { processors: [], onProcessorError: () => {}, sampling, redactor, serializer }
  const strings = stringsLike('GET /orders?token=1', 'https://a.example/b?c=1', '200', ...times)
  const itemOf = (baseType: BaseType, baseData: object, tags = {}) =>
    processEnvelope({ time: times[0] ?? '', tags, data: { baseType, baseData } as never }, parts)

  const baseTypes: BaseType[] = ['MessageData', 'EventData', 'RequestData', 'RemoteDependencyData', 'PageViewData']
  const field = fc.constantFrom('name', 'message', 'url', 'data')
  fuzz(
    'an item',
    fc.tuple(fc.constantFrom(...baseTypes), field, strings, objectsLike(['a', 'b'], strings)),
    ([baseType, name, string, make]) => {
      const properties = { ...write.properties(make()), [string]: string }
      const tags = { 'ai.operation.name': string, 'ai.user.id': string }
      return itemOf(baseType, { name: 'a', id: 'b', message: 'c', [name]: string, properties }, tags)
    },
    expectWithinLimits,
  )
  fuzz(
    'the item of an error',
    valuesLike(strings),
    (make) => itemOf('ExceptionData', { ...exceptionData(make()), properties: {} }),
    expectWithinLimits,
  )

  let client: TelemetryClient
  beforeAll(() => {
    client = new TelemetryClient({
      connectionString: 'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9',
      durability: 'memory',
    })
  })
  afterAll(() => client.close({ timeoutMs: 0 }))
  const names = [
    'message',
    'exception',
    'value',
    'duration',
    'durationMs',
    'responseCode',
    'properties',
    'measurements',
  ]
  const fields = objectsLike([...names, 'severityLevel', 'tags', 'time', 'url', 'data', 'success', 'stdDev'], strings)
  for (const method of [
    ...(['trackTrace', 'trackException', 'trackEvent', 'trackMetric', 'trackRequest'] as const),
    ...(['trackDependency', 'trackAvailability'] as const),
  ]) {
    // A field that must be a string and is an object is written as it is, and then cut until it fits.
    fuzz(
      `the argument of ${method}`,
      fc.oneof(fields, valuesLike()),
      (make) => client[method](make() as never),
      () => {},
      50,
    )
  }
  fuzz('what an adapter tracks', fc.oneof(fields, valuesLike()), (make) => client.track(make() as never))
})

describe('files', () => {
  const names = new FileNames()
  const file = names.next({ kind: 'normal', encoding: 'gzip', timeMs: Date.now(), items: 3, bytes: 99 })
  const valid = [
    readyName(file),
    leasedName(file, { untilMs: 1, owner: names.owner }),
    unfinishedName(file, names.owner),
  ]

  fuzz('the name of a file', stringsLike(...valid), readName, (known) => {
    const { bytes = 0, items = 0, timeMs = 0, sequence = 0 } = known?.file ?? {}
    expect([bytes, items, timeMs, sequence].every((number) => Number.isSafeInteger(number) && number >= 0)).toBe(true)
  })
  fuzz(
    'what can be done with a file',
    fc.tuple(stringsLike(...valid), fc.nat(2 ** 40)),
    ([name, size]) => {
      const files = { ...systemFiles, lstatSync: () => ({ size, mtimeMs: 0 }) } as never
      const known = readName(name)
      return known && statusOf(files, '/', name, known, { names, nowMs: Date.now(), isTimeTrusted: true })
    },
    (standing) => expect(standing?.found.items ?? 0).toBeLessThanOrEqual(MAX_BATCH_ITEMS),
  )

  const items = [anItem('a'), anItem('b')]
  const lines = Buffer.from(items.map(({ json }) => json).join('\n'))
  const encodings = ['identity', 'gzip'] as const
  const fileOf = (body: Buffer, encoding: (typeof encodings)[number]) =>
    Buffer.concat(encodeBatchFile({ body, encoding, items: 2 }))
  fuzz('a batch file', bytesLike(fileOf(lines, 'identity'), fileOf(gzipSync(lines), 'gzip')), decodeBatchFile)
  fuzz(
    'a batch file with any body',
    fc.tuple(bytesLike(lines, gzipSync(lines)), fc.constantFrom(...encodings)),
    ([body, encoding]) => decodeBatchFile(fileOf(body, encoding)),
    (decoded) => {
      if (decoded.kind !== 'foreign')
        for (const { json, severityLevel } of decoded.items) expect([json, severityLevel]).toBeDefined()
    },
  )
  fuzz('a journal', bytesLike(Buffer.from(items.map(journalRecord).join(''))), recoverJournal, (recovered) => {
    for (const item of recovered.items) expect(JSON.parse(item.json)).toHaveProperty('iKey')
  })
})

// --- helpers ---

function expectWithinLimits(intake: ReturnType<typeof processEnvelope>): void {
  if (intake.kind !== 'serialized') return
  expect(intake.item.bytes).toBeLessThanOrEqual(MAX_ITEM_BYTES)
  const entries = Object.entries<string>(JSON.parse(intake.item.json).data.baseData.properties)
  expect(entries.length).toBeLessThanOrEqual(1_002)
  expect(entries.every(([key, value]) => key.length <= 150 && value.length <= 8_192)).toBe(true)
}
