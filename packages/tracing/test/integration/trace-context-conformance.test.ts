import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createTracing } from '../../src'
import { SPAN_ID, TRACE_ID } from '../builders'

/** Names and values in the order in which they are sent. */
type Headers = readonly (readonly [name: string, value: string])[]

const tracing = createTracing({ disabled: true, followCallers: false })
const asked: Record<string, string | undefined>[] = []
const servers: Server[] = []
let service: string

beforeAll(async () => {
  tracing.register()
  const harness = await serve((incoming) => {
    const { traceparent, tracestate } = incoming
    asked.push({ traceparent, tracestate })
  })
  service = await serve(async (incoming) => {
    for (let i = 0; i < Number(incoming['x-calls']); i++) await (await fetch(harness)).text()
  })
  tracing.trackRequests(servers[1]!)
  tracing.trackOutgoing({ ignore: [new URL(service).host] })
})

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  await tracing.close()
})

async function serve(listener: (headers: Record<string, string>) => void | Promise<void>): Promise<string> {
  const server = createServer(async (incoming, response) => {
    await listener(incoming.headers as Record<string, string>)
    response.end()
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Sends these headers to the service. Returns the headers of the `count` calls that it then makes. */
async function calls(headers: Headers, count = 1) {
  asked.length = 0
  const sent = request(service, {
    headers: [['x-calls', `${count}`], ['host', new URL(service).host], ...headers].flat(),
  })
  sent.end()
  const [response] = await once(sent, 'response')
  await once(response.resume(), 'end')
  return asked.map(({ traceparent = '', tracestate }) => {
    const { traceId, spanId, flags } =
      /^00-(?<traceId>[\da-f]{32})-(?<spanId>[\da-f]{16})-(?<flags>0[0-3])$/.exec(traceparent)?.groups ?? {}
    return { traceId, spanId, flags, state: tracestate }
  })
}

const parent = (text: string): Headers => [['traceparent', text]]
const ID = `${TRACE_ID}-${SPAN_ID}`

// All 41 cases of the W3C's own harness at its strictest level, by the names that it has for them.
// @see https://github.com/w3c/trace-context/tree/main/test

describe('the trace continues', () => {
  it.each<[string, Headers]>([
    ['traceparent_included_tracestate_missing', parent(`00-${ID}-01`)],
    ['traceparent_header_name_valid_casing', [['TraceParent', `00-${ID}-01`]]],
    ['traceparent_header_name_valid_casing', [['TrAcEpArEnT', `00-${ID}-01`]]],
    ['traceparent_header_name_valid_casing', [['TRACEPARENT', `00-${ID}-01`]]],
    ['traceparent_version_0xcc', parent(`cc-${ID}-01`)],
    ['traceparent_version_0xcc', parent(`cc-${ID}-01-and-more`)],
    ['traceparent_ows_handling', parent(` 00-${ID}-01`)],
    ['traceparent_ows_handling', parent(`\t00-${ID}-01`)],
    ['traceparent_ows_handling', parent(`00-${ID}-01 `)],
    ['traceparent_ows_handling', parent(`00-${ID}-01\t`)],
    ['traceparent_ows_handling', parent(`\t 00-${ID}-01 \t`)],
  ])('%s: %j', async (_, headers) => {
    const [call] = await calls(headers)
    expect(call?.traceId).toBe(TRACE_ID)
    expect(call?.spanId).not.toBe(SPAN_ID)
  })
})

describe('the random flag', () => {
  it.each([
    ['00', '01'],
    ['01', '01'],
    ['02', '03'],
    ['03', '03'],
    ['fd', '01'],
    ['ff', '03'],
  ])('is passed on, and no other unknown flag: propagates_random_flag: %s', async (flags, expected) => {
    expect(await calls(parent(`00-${ID}-${flags}`))).toMatchObject([{ traceId: TRACE_ID, flags: expected }])
  })
})

describe('a new trace starts', () => {
  const [OTHER, SHORT] = [`${TRACE_ID.slice(0, -1)}7`, TRACE_ID.slice(1)]
  it.each<[string, Headers]>([
    ['both_traceparent_and_tracestate_missing', []],
    [
      'traceparent_duplicated',
      [
        ['traceparent', `00-${ID}-01`],
        ['traceparent', `00-${OTHER}-${SPAN_ID}-01`],
      ],
    ],
    [
      'traceparent_duplicated',
      [
        ['traceparent', `00-${ID}-01`],
        ['traceparent', `00-${ID}-01`],
      ],
    ],
    ['traceparent_header_name', [['trace-parent', `00-${ID}-01`]]],
    ['traceparent_header_name', [['trace.parent', `00-${ID}-01`]]],
    ['traceparent_version_0x00', parent(`00-${ID}-01.`)],
    ['traceparent_version_0x00', parent(`00-${ID}-01-and-more`)],
    ['traceparent_version_0xcc', parent(`cc-${ID}-01.and-more`)],
    ['traceparent_version_0xff', parent(`ff-${ID}-01`)],
    ['traceparent_version_0xff', parent(`FF-${ID}-01`)],
    ['traceparent_version_illegal_characters', parent(`.0-${ID}-01`)],
    ['traceparent_version_illegal_characters', parent(`0.-${ID}-01`)],
    ['traceparent_version_too_long', parent(`000-${ID}-01`)],
    ['traceparent_version_too_long', parent(`0000-${ID}-01`)],
    ['traceparent_version_too_short', parent(`0-${ID}-01`)],
    ['traceparent_trace_id_all_zero', parent(`00-${'0'.repeat(32)}-${SPAN_ID}-01`)],
    ['traceparent_trace_id_illegal_characters', parent(`00-.${SHORT}-${SPAN_ID}-01`)],
    ['traceparent_trace_id_illegal_characters', parent(`00-${SHORT}.-${SPAN_ID}-01`)],
    ['traceparent_trace_id_too_long', parent(`00-${TRACE_ID}3-${SPAN_ID}-01`)],
    ['traceparent_trace_id_too_short', parent(`00-${SHORT}-${SPAN_ID}-01`)],
    ['traceparent_parent_id_all_zero', parent(`00-${TRACE_ID}-${'0'.repeat(16)}-01`)],
    ['traceparent_parent_id_illegal_characters', parent(`00-${TRACE_ID}-.${SPAN_ID.slice(1)}-01`)],
    ['traceparent_parent_id_illegal_characters', parent(`00-${TRACE_ID}-${SPAN_ID.slice(1)}.-01`)],
    ['traceparent_parent_id_too_long', parent(`00-${ID}7-01`)],
    ['traceparent_parent_id_too_short', parent(`00-${ID.slice(0, -1)}-01`)],
    ['traceparent_trace_flags_illegal_characters', parent(`00-${ID}-.0`)],
    ['traceparent_trace_flags_illegal_characters', parent(`00-${ID}-0.`)],
    ['traceparent_trace_flags_too_long', parent(`00-${ID}-001`)],
    ['traceparent_trace_flags_too_short', parent(`00-${ID}-1`)],
    ['tracestate_included_traceparent_missing', [['tracestate', 'foo=1']]],
    ['tracestate_included_traceparent_missing', [['tracestate', 'foo=1,bar=2']]],
  ])('%s: %j', async (_, headers) => {
    const [call] = await calls(headers)
    expect(call?.traceId).toMatch(/^(?!0{32})[\da-f]{32}$/)
    expect(`${headers}`).not.toContain(call?.traceId)
    expect(call?.state).toBeUndefined()
  })
})

describe('tracestate', () => {
  const withState = (...states: readonly string[]): Headers => [
    ['traceparent', `00-${ID}-01`],
    ...states.map((state) => ['tracestate', state] as const),
  ]
  const members = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => `bar${from + i}=${from + i}`).join()
  const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789_-*/'
  /** Every character that is allowed in a value: all but comma and equals sign. */
  const VALUE = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i))
    .filter((char) => char !== ',' && char !== '=')
    .join('')

  it.each<[string, Headers, string]>([
    ['included_traceparent_included', withState('foo=1,bar=2'), 'foo=1,bar=2'],
    ['header_name_valid_casing', [...parent(`00-${ID}-01`), ['TraceState', 'foo=1']], 'foo=1'],
    ['header_name_valid_casing', [...parent(`00-${ID}-01`), ['TrAcEsTaTe', 'foo=1']], 'foo=1'],
    ['header_name_valid_casing', [...parent(`00-${ID}-01`), ['TRACESTATE', 'foo=1']], 'foo=1'],
    ['empty_header', withState('foo=1', ''), 'foo=1'],
    ['empty_header', withState('', 'foo=1'), 'foo=1'],
    [
      'multiple_headers_different_keys',
      withState('foo=1,bar=2', 'baz=3,qux=4', 'quux=5'),
      'foo=1,bar=2,baz=3,qux=4,quux=5',
    ],
    ['all_allowed_characters', withState(`${KEY}=${VALUE}`), `${KEY}=${VALUE}`],
    ['all_allowed_characters', withState(`${KEY}@a-z0-9_-*/=${VALUE}`), `${KEY}@a-z0-9_-*/=${VALUE}`],
    ['ows_handling', withState('foo=1 \t , \t bar=2, \t baz=3'), 'foo=1,bar=2,baz=3'],
    ['ows_handling', withState('foo=1\t \t,\t \tbar=2,\t \tbaz=3'), 'foo=1,bar=2,baz=3'],
    ['ows_handling', withState(' foo=1'), 'foo=1'],
    ['ows_handling', withState('\tfoo=1'), 'foo=1'],
    ['ows_handling', withState('foo=1 '), 'foo=1'],
    ['ows_handling', withState('foo=1\t'), 'foo=1'],
    ['ows_handling', withState('\t foo=1 \t'), 'foo=1'],
    ['duplicated_keys', withState('foo=1,foo=1'), 'foo=1,foo=1'],
    ['duplicated_keys', withState('foo=1,foo=2'), 'foo=1,foo=2'],
    ['duplicated_keys', withState('foo=1', 'foo=1'), 'foo=1,foo=1'],
    ['duplicated_keys', withState('foo=1', 'foo=2'), 'foo=1,foo=2'],
    ['key_illegal_vendor_format', withState('foo@=1,bar=2'), 'foo@=1,bar=2'],
    ['key_illegal_vendor_format', withState('foo@@bar=1,bar=2'), 'foo@@bar=1,bar=2'],
    ['key_illegal_vendor_format', withState('foo@bar@baz=1,bar=2'), 'foo@bar@baz=1,bar=2'],
    [
      'member_count_limit',
      withState(members(1, 10), members(11, 20), members(21, 30), members(31, 32)),
      members(1, 32),
    ],
    ['key_length_limit', withState('foo=1', `${'z'.repeat(256)}=1`), `foo=1,${'z'.repeat(256)}=1`],
    [
      'key_length_limit',
      withState('foo=1', `${'t'.repeat(241)}@${'v'.repeat(14)}=1`),
      `foo=1,${'t'.repeat(241)}@${'v'.repeat(14)}=1`,
    ],
    ['key_length_limit', withState('foo=1', `${'t'.repeat(242)}@v=1`), `foo=1,${'t'.repeat(242)}@v=1`],
    ['key_length_limit', withState('foo=1', `t@${'v'.repeat(15)}=1`), `foo=1,t@${'v'.repeat(15)}=1`],
    [
      'more than 512 characters',
      withState(`foo=${'1'.repeat(256)},bar=${'2'.repeat(256)}`),
      `foo=${'1'.repeat(256)},bar=${'2'.repeat(256)}`,
    ],
  ])('is passed on: %s: %j', async (_, headers, expected) => {
    expect(await calls(headers)).toMatchObject([{ traceId: TRACE_ID, state: expected }])
  })

  it.each<[string, Headers]>([
    ['header_name', [...parent(`00-${ID}-01`), ['trace-state', 'foo=1']]],
    ['header_name', [...parent(`00-${ID}-01`), ['trace.state', 'foo=1']]],
    ['empty_header', withState('')],
    ['key_illegal_characters', withState('foo =1')],
    ['key_illegal_characters', withState('FOO=1')],
    ['key_illegal_characters', withState('foo.bar=1')],
    ['key_illegal_vendor_format', withState('@foo=1,bar=2')],
    ['member_count_limit', withState(members(1, 20), members(21, 33))],
    ['key_length_limit', withState('foo=1', `${'z'.repeat(257)}=1`)],
    ['value_illegal_characters', withState('foo=bar=baz')],
    ['value_illegal_characters', withState('foo=,bar=3')],
  ])('is dropped: %s: %j', async (_, headers) => {
    expect(await calls(headers)).toMatchObject([{ traceId: TRACE_ID, state: undefined }])
  })
})

describe('several calls for one request', () => {
  it.each<[string, Headers]>([
    ['multiple_requests_with_valid_traceparent', parent(`00-${ID}-01`)],
    ['multiple_requests_without_traceparent', []],
    ['multiple_requests_with_illegal_traceparent', parent(`00-${'0'.repeat(32)}-${SPAN_ID}-01`)],
  ])('belong to one trace and have different span ids: %s', async (name, headers) => {
    const made = await calls(headers, 3)
    const traceIds = new Set(made.map(({ traceId }) => traceId))
    expect([traceIds.size, new Set(made.map(({ spanId }) => spanId)).size]).toEqual([1, 3])
    expect(traceIds.has(TRACE_ID)).toBe(name.endsWith('with_valid_traceparent'))
  })
})
