import { expectLinear, takesLessThan } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { errorHead, recordTime } from '../src/adapter'
import { exceptionData } from '../src/envelope/exception'
import { limitData } from '../src/envelope/limits'
import { PropertySerializer } from '../src/envelope/properties'
import { parseStack } from '../src/envelope/stack'
import { readBreezeResponse } from '../src/ingestion/breeze-response'
import { trustedRedirect } from '../src/ingestion/redirect'
import { retryAfterMs } from '../src/ingestion/retry-after'
import { parseConnectionString } from '../src/options/connection-string'
import { Redactor, redactQuery } from '../src/redaction/redactor'

const redactor = new Redactor([], () => {})
const write = new PropertySerializer(redactor, false)

/** Strings that are slow to read if an expression tries one character several times, or a loop starts again for each. */
const PATTERNS = [
  ...['a', ' ', '\n', '\r\n', ':', '=', ';', '&', '?', '#', '/', '//', '://', '@', '%', '%74', '"', "'", '\\', '\\"'],
  ...['{', '[', '(', 'at ', '    at f (a:1:1)\n', 'a:', 'a=', 'a=1&', 'a.', 'é', 'token', '-token-'],
  ...[
    'token=',
    'token:',
    'token="',
    'token=\\"',
    '"token":',
    '"token":{',
    '"token":[',
    "token:'",
    '{token:',
    '\ntoken:',
  ],
  ...[
    'token=a ',
    'token=a;',
    '&token=',
    '?token=1',
    'pwd=/a/ ',
    'pwd="/a/ ',
    "pwd='/a/ ",
    'pwd: /a/\n',
    '"pwd":"/a/",',
  ],
  ...['cookie=', 'cookie=pwd ', 'a://', 'a://b', 'a://b@', 'a://b:', 'a://b:c@d ', 'a://b:1 ', 'a://b:c?d ', '//a:'],
  ...['Error: ', '\ncaused by: ', '\n    at ', 'x-api-key: 1\r\n', '> cookie: 1\n'],
]

const PARSERS: readonly (readonly [parser: string, read: (string: string) => unknown])[] = [
  ['a property', (string) => write.properties({ string })],
  ['a key', (string) => write.properties({ [string]: 1 })],
  ['a string in a list', (string) => write.text([string])],
  ['a raw header', (string) => write.text({ _events: {}, _header: `GET / HTTP/1.1\r\n${string}` })],
  ['a list of strings', (string) => write.text(string.match(/.{1,8}/gs))],
  ['a URL', (string) => redactor.redactString(`https://example.com/?${string}`)],
  ['the user of a URL', (string) => redactor.redactString(`https://${string}`)],
  ['a path', (string) => redactor.redactString(`/a?${string}`)],
  ['a query', redactQuery],
  ['the fast path', (string) => redactor.holdsSecret(string)],
  ['a stack', (string) => parseStack(string)],
  ['a frame', (string) => parseStack(`Error\n    at ${string} (${string}:1:1)`)],
  ['the message of a stack', (string) => parseStack(`Error: ${string}`, `b${string}`)],
  ['the head of a stack', errorHead],
  ['an error', (string) => exceptionData(Object.assign(new Error(string), { name: string, stack: `x${string}` }))],
  ['a time', (text) => recordTime(text, 0)],
  ['Retry-After', (string) => retryAfterMs(string)],
  ['a connection string', (string) => caught(() => parseConnectionString(string))],
  [
    'a redirect',
    (string) => trustedRedirect(new URL('https://a.example'), new URL('https://a.example'), string, false),
  ],
  ['an answer', (message) => readBreezeResponse(answer(message), { items: 1, encoding: 'gzip' })],
]

function answer(message: string) {
  const errors = [{ index: 0, statusCode: 400, message }]
  return { status: 400, body: JSON.stringify({ itemsReceived: 1, itemsAccepted: 0, errors }) }
}

function caught(work: () => unknown): void {
  try {
    work()
  } catch {}
}

const filled = (pattern: string, length: number) => pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)

/** On an idle machine it is less than 1 ms; a busy one counts up to three times that for the same work. */
const LIMIT_MS = 3

describe.each(PARSERS)('the time to read %s', (_, read) => {
  it('is a millisecond for 16 KB, whatever is in it', () => {
    const slow = PATTERNS.filter((pattern) => {
      const input = filled(pattern, 16_384)
      return !takesLessThan(LIMIT_MS, () => read(input))
    })
    expect(slow).toEqual([])
  })

  it('at most doubles when the string does, whatever is in it', () => {
    for (const pattern of PATTERNS) expectLinear((length) => filled(pattern, length), read)
  })
})

it.each<[string, (index: number) => string]>([
  ['agree in their beginning', (index) => `${'k'.repeat(155)}${index}`],
  ['agree in less of it', (index) => `${'k'.repeat(141)}${'x'.repeat(index % 9)}${'y'.repeat(30)}${index}`],
])('limits of 1,000 long keys that %s cost no more than of others', (_, keyOf) => {
  const record = () => Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [keyOf(index), 'value']))
  const limited = (properties: Record<string, string>) => {
    const cuts = { truncated: 0, measurementsDropped: 0 }
    limitData({ baseType: 'EventData', baseData: { name: 'x', properties } }, cuts)
    return Object.keys(properties)
  }
  expect(new Set(limited(record())).size).toBe(1_000)
  expect(limited(record()).every((key) => key.length <= 150)).toBe(true)
  expect(takesLessThan(10, () => limited(record()))).toBe(true)
})
