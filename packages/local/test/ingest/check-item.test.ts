import { describe, expect, it } from '@jest/globals'
import { checkItem } from '../../src/ingest/check-item'
import { aMessage, anEnvelope } from '../an-envelope'

const now = Date.UTC(2026, 0, 2, 12)
const hour = 3_600_000

function verdictOn(item: unknown): string {
  const verdict = checkItem(item, now)
  return verdict.kind === 'accepted' ? 'accepted' : `${verdict.statusCode} ${verdict.message}`
}

function at(ms: number): { time: string } {
  return { time: new Date(ms).toISOString() }
}

function timely(baseType: string, baseData: Readonly<Record<string, unknown>>) {
  return anEnvelope(baseType, baseData, at(now))
}

const accepted = {
  MessageData: { message: 'm' },
  ExceptionData: { exceptions: [{ typeName: 'Error', message: 'm', parsedStack: [{ level: 0, method: 'f' }] }] },
  EventData: { name: 'n', properties: { a: 'b' }, measurements: { c: 1 } },
  MetricData: { metrics: [{ name: 'n', value: 1 }] },
  RequestData: { id: 'i', duration: '00:00:01', success: true, responseCode: '200' },
  RemoteDependencyData: { name: 'n', duration: '00:00:01' },
  AvailabilityData: { id: 'i', name: 'n', duration: '00:00:01', success: true },
  PageViewData: { id: 'i', name: 'n', url: 'http://localhost/' },
  PageViewPerfData: { name: 'n', perfTotal: '00:00:01' },
}

describe('checkItem', () => {
  it.each(Object.entries(accepted))('accepts %s with its required fields', (baseType, baseData) => {
    expect(verdictOn(timely(baseType, baseData))).toBe('accepted')
  })

  it.each([
    ['PageviewData', accepted.PageViewData],
    ['PageviewPerformanceData', accepted.PageViewPerfData],
  ])('accepts %s as the browser SDK spells it', (baseType, baseData) => {
    expect(verdictOn(timely(baseType, baseData))).toBe('accepted')
  })

  it.each([-48 * hour, 2 * hour])('accepts a time %d ms away from now', (away) => {
    expect(verdictOn(aMessage('m', at(now + away)))).toBe('accepted')
  })
})

describe('checkItem rejects', () => {
  it.each([
    [
      'a time that is too old',
      { time: new Date(now - 48 * hour - 1).toISOString() },
      "400 103: Field 'time' on type 'Envelope' is older than the allowed min date. Expected: now - 172800000ms, Actual: now - 172800001ms",
    ],
    [
      'a time too far ahead',
      { time: new Date(now + 2 * hour + 1).toISOString() },
      "400 104: Field 'time' on type 'Envelope' is newer than the allowed max date. Expected: now + 7200000ms, Actual: now + 7200001ms",
    ],
    [
      'an invalid time',
      { time: 'noon' },
      "400 102: Field 'time' on type 'Envelope' is not a valid time string. Expected: date, Actual: noon",
    ],
    ['a key that is not a GUID', { iKey: 'my-key' }, '400 Invalid instrumentation key'],
    [
      'a missing key',
      { iKey: '' },
      "400 109: Field 'iKey' on type 'Envelope' is required but missing or empty. Expected: string, Actual: string",
    ],
    [
      'an unknown base type',
      { data: { baseType: 'SecretData', baseData: {} } },
      "400 107: Field 'baseType' on type 'Data' is unknown. Actual: SecretData",
    ],
    [
      'tags that are too long',
      { tags: { 'ai.session.id': 's'.repeat(65) } },
      "400 100: Field 'ai.session.id' on type 'ContextTagKeys' is too long. Expected: 64 characters",
    ],
  ])('%s', (_, overrides, message) => {
    expect(verdictOn(aMessage('m', { ...at(now), ...overrides }))).toBe(message)
  })

  it.each([
    [
      'a required field that is missing',
      timely('MessageData', {}),
      "400 109: Field 'message' on type 'MessageData' is required but missing or empty. Expected: string, Actual: undefined",
    ],
    [
      'a message that is too long',
      timely('MessageData', { message: 'x'.repeat(32_769) }),
      "400 100: Field 'message' on type 'MessageData' is too long. Expected: 32768 characters",
    ],
    [
      'an event name that is too long',
      timely('EventData', { name: 'x'.repeat(513) }),
      "400 100: Field 'name' on type 'EventData' is too long. Expected: 512 characters",
    ],
    [
      'a property key that is too long',
      timely('EventData', { name: 'n', properties: { ['k'.repeat(151)]: '' } }),
      "400 100: Field 'key' on type 'properties' is too long. Expected: 150 characters",
    ],
    [
      'a property value that is too long',
      timely('EventData', { name: 'n', properties: { k: 'v'.repeat(8193) } }),
      "400 100: Field 'k' on type 'properties' is too long. Expected: 8192 characters",
    ],
    [
      'a property that is an object',
      timely('EventData', { name: 'n', properties: { k: {} } }),
      "400 106: Field 'k' on type 'properties' is of incorrect type. Expected: string, Actual: object",
    ],
    [
      'a measurement that is not a number',
      timely('EventData', { name: 'n', measurements: { k: '1' } }),
      "400 106: Field 'k' on type 'measurements' is of incorrect type. Expected: number, Actual: string",
    ],
    [
      'a duration that cannot be converted to a string',
      timely('RequestData', { ...accepted.RequestData, duration: { toString: null } }),
      "400 106: Field 'duration' on type 'RequestData' is of incorrect type. Expected: time span, Actual: object",
    ],
    [
      'an invalid duration',
      timely('RequestData', { ...accepted.RequestData, duration: '12 ms' }),
      "400 106: Field 'duration' on type 'RequestData' is of incorrect type. Expected: time span, Actual: string",
    ],
    [
      'an exception without exceptions',
      timely('ExceptionData', { exceptions: [] }),
      "400 109: Field 'exceptions' on type 'ExceptionData' is required but missing or empty. Expected: list, Actual: list",
    ],
    [
      'a frame without a method',
      timely('ExceptionData', { exceptions: [{ typeName: 'Error', message: 'm', parsedStack: [{ level: 0 }] }] }),
      "400 109: Field 'method' on type 'StackFrame' is required but missing or empty. Expected: string, Actual: undefined",
    ],
    [
      'a point that is not an object',
      timely('MetricData', { metrics: [1] }),
      "400 106: Field 'metrics' on type 'MetricData' is of incorrect type. Expected: DataPoint, Actual: number",
    ],
    [
      'a value that is not a number',
      timely('MetricData', { metrics: [{ name: 'n', value: '1' }] }),
      "400 106: Field 'value' on type 'DataPoint' is of incorrect type. Expected: number, Actual: string",
    ],
    [
      'missing base data',
      aMessage('m', { ...at(now), data: { baseType: 'MessageData' } }),
      "400 109: Field 'baseData' on type 'Data' is required but missing or empty. Expected: object, Actual: undefined",
    ],
    ['a value that is not an object', 'text', "400 106: Type 'Envelope' is of incorrect type. Expected: object"],
  ])('%s', (_, item, message) => {
    expect(verdictOn(item)).toBe(message)
  })
})
