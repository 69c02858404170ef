import { cpuMs, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import winston, { type Logger } from 'winston'
import { AzureMonitorTransport, correlate } from '../src'
import { asItIs } from './builders'

let ingestion: ScriptedIngestion
let transport: AzureMonitorTransport
let logger: Logger

beforeAll(async () => {
  ingestion = await startIngestion()
})

afterAll(() => ingestion.close())

beforeEach(() => {
  transport = new AzureMonitorTransport({ connectionString: ingestion.connectionString })
  logger = correlate(winston.createLogger({ format: asItIs, transports: [transport] }))
})

afterEach(() => transport.flush())

const STALL_MS = 50

function circular(): object {
  const self: Record<string, unknown> = { a: 1 }
  self['self'] = self
  return self
}

function deep(): object {
  let nested: object = { bottom: true }
  for (let i = 0; i < 100_000; i++) nested = { nested }
  return nested
}

function throwing(): object {
  return {
    get bad() {
      throw new Error('mine')
    },
    good: 1,
  }
}

function throwingProxy(): object {
  const fail = () => {
    throw new Error('trap')
  }
  return new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail })
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

class Money {
  readonly amount = 5
  readonly currency = 'EUR'
}

const BAD: readonly (readonly [name: string, value: unknown, text: RegExp])[] = [
  ['a circular object', circular(), /\[Circular\]/],
  ['a string of 10 million characters', 'x'.repeat(1e7), /^x{8192}$/],
  [
    'an object of 20,000 fields',
    Object.fromEntries(Array.from({ length: 2e4 }, (_, i) => [`k${i}`, i])),
    /^{"k0":0,"k1":1,/,
  ],
  ['an object 100,000 deep', deep(), /\[Object\]/],
  ['a getter that throws', throwing(), /^{"bad":"\[Throws: mine\]","good":1}$/],
  ['a Proxy that throws', throwingProxy(), /Throws: trap/],
  ['a revoked Proxy', revoked(), /Throws: .*revoked/],
  ['a BigInt', 10n ** 40n, /^10{40}$/],
  ['a symbol', Symbol('mine'), /^Symbol\(mine\)$/],
  ['a function', function mine() {}, /mine/],
  ['a lone surrogate', 'a\uD800b', /^a.b$/],
  ['the key __proto__', JSON.parse('{"__proto__":{"polluted":true},"a":1}'), /^{"a":1}$/],
  ['a sparse array of length 10 million', new Array(1e7), /more/],
  ['a Map', new Map([['a', 1]]), /^{"a":1}$/],
  ['a Set', new Set([1, 2]), /^\[1,2\]$/],
  ['a Buffer', Buffer.from('hi'), /2 bytes: 6869/],
  ['a URL', new URL('https://shop.example/a'), /^https:\/\/shop\.example\/a$/],
  ['an instance of a class', new Money(), /^{"amount":5,"currency":"EUR"}$/],
  ['NaN', Number.NaN, /^NaN$/],
  ['an invalid date', new Date(Number.NaN), /^Invalid Date$/],
  ['null', null, /^null$/],
]

async function arrived(): Promise<(typeof ingestion.accepted)[number]> {
  await transport.flush()
  expect(transport.stats().dropped).toBe(0)
  const last = ingestion.accepted.at(-1)
  if (last === undefined) throw new Error('Nothing arrived')
  return last
}

describe('nothing throws or blocks, and the record arrives, with', () => {
  it.each(BAD)('%s as a value of the meta', async (_, value, text) => {
    expect(cpuMs(() => logger.info('x', { value }))).toBeLessThan(STALL_MS)
    const { data } = await arrived()
    expect(data.baseData).toMatchObject({ message: 'x', properties: { value: expect.stringMatching(text) } })
    expect({}).not.toHaveProperty('polluted')
  })

  it.each(BAD)('%s as the message', async (_, value) => {
    expect(cpuMs(() => logger.log({ level: 'info', message: value as never }))).toBeLessThan(STALL_MS)
    expect((await arrived()).data).toMatchObject({
      baseType: 'MessageData',
      baseData: { message: expect.stringMatching(/./), severityLevel: 1 },
    })
  })

  it.each(BAD)('%s as an argument that winston ignores', async (_, value) => {
    expect(cpuMs(() => logger.info('Hello %s', 'world', value))).toBeLessThan(STALL_MS)
    expect((await arrived()).data.baseData).toMatchObject({ message: 'Hello %s' })
  })

  it.each(
    BAD.flatMap(([name, value]) =>
      [
        'err',
        'stack',
        'cause',
        'timestamp',
        'label',
        'customEvent',
        'customDimensions',
        'measurements',
        'exception',
      ].map((key): [string, string, unknown] => [name, key, value]),
    ),
  )('%s as %s', async (_, key, value) => {
    expect(cpuMs(() => logger.info('x', { [key]: value }))).toBeLessThan(STALL_MS)
    expect((await arrived()).data.baseType).toMatch(/Message|Event/)
  })

  it.each(BAD.filter(([, value]) => typeof value === 'object'))('%s in an error', async (_, value) => {
    const error = Object.assign(new Error('no', { cause: value }), { detail: value, errors: value })
    expect(cpuMs(() => logger.error('x', { err: error }))).toBeLessThan(STALL_MS)
    expect((await arrived()).data.baseType).toBe('ExceptionData')
  })

  it.each(['loud', 'constructor', 'toString'])('the unknown level %s', async (level) => {
    const levels = JSON.parse(`{"error":0,"${level}":1,"debug":2}`)
    const odd = winston.createLogger({ levels, level: 'debug', format: asItIs, transports: [transport] })
    odd.log(level, 'x')
    expect((await arrived()).data.baseData).toMatchObject({ severityLevel: 1, properties: { level } })
  })

  it.each(['err', 'timestamp', 'customEvent', 'stack', 'mine'])(
    'a getter of the entry that throws: %s',
    async (key) => {
      const entry = { level: 'info', message: 'x' }
      const get = () => {
        throw new Error('mine')
      }
      logger.log(Object.defineProperty(entry, key, { get, enumerable: true }))
      expect((await arrived()).data.baseData).toMatchObject({ message: 'x' })
    },
  )

  it('a revoked proxy in the field trace of an uncaught error', async () => {
    logger.info('x', { exception: true, trace: revoked(), os: {} })
    expect((await arrived()).data.baseData).toMatchObject({ message: 'x' })
  })

  it('a stack with a line of 100 KB', async () => {
    const stack = `Error: ${'a: '.repeat(1e5)}\n    at ${'x('.repeat(5e4)}`
    expect(cpuMs(() => logger.error('x', { stack }))).toBeLessThan(STALL_MS)
    expect((await arrived()).data.baseType).toBe('ExceptionData')
  })
})
