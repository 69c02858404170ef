import type { TableName } from '@azmon/kql'
import { describe, expect, it } from '@jest/globals'
import { checkItem } from '../../src/ingest/check-item'
import { toRow } from '../../src/rows/to-row'
import { aMessage, anEnvelope, type WireEnvelope } from '../an-envelope'

function rowOf(envelope: WireEnvelope): { table: TableName; row: Readonly<Record<string, unknown>> } {
  const verdict = checkItem(envelope, Date.now())
  if (verdict.kind === 'refused') throw new Error(verdict.message)
  return toRow(verdict.envelope, 'an-item-id')
}

function rowOfData(baseType: string, baseData: Readonly<Record<string, unknown>>) {
  return rowOf(anEnvelope(baseType, baseData))
}

describe('every row', () => {
  it('says when, where from and in which operation', () => {
    const time = new Date()
    const { row } = rowOf(
      aMessage('m', {
        time: time.toISOString().replace('Z', '456Z'),
        tags: {
          'ai.cloud.role': 'shop',
          'ai.cloud.roleInstance': 'laptop',
          'ai.application.ver': '1.2.3',
          'ai.operation.id': 'trace',
          'ai.operation.parentId': 'span',
          'ai.operation.name': 'GET /',
          'ai.operation.syntheticSource': 'probe',
          'ai.user.id': 'u',
          'ai.user.authUserId': 'auth',
          'ai.user.accountId': 'account',
          'ai.session.id': 's',
          'ai.location.ip': '203.0.113.7',
          'ai.location.city': 'Delft',
          'ai.location.province': 'ZH',
          'ai.location.country': 'NL',
          'ai.device.model': 'X1',
          'ai.device.osVersion': 'Linux',
          'ai.internal.sdkVersion': 'azmon:1.0.0',
        },
      }),
    )

    expect(row).toMatchObject({
      timestamp: BigInt(time.getTime()) * 1000n + 456n,
      cloud_RoleName: 'shop',
      cloud_RoleInstance: 'laptop',
      application_Version: '1.2.3',
      operation_Id: 'trace',
      operation_ParentId: 'span',
      operation_Name: 'GET /',
      operation_SyntheticSource: 'probe',
      user_Id: 'u',
      user_AuthenticatedId: 'auth',
      user_AccountId: 'account',
      session_Id: 's',
      client_IP: '203.0.113.7',
      client_City: 'Delft',
      client_StateOrProvince: 'ZH',
      client_CountryOrRegion: 'NL',
      client_Model: 'X1',
      client_OS: 'Linux',
      client_Type: 'PC',
      sdkVersion: 'azmon:1.0.0',
      itemType: 'trace',
      itemId: 'an-item-id',
      iKey: '11111111-2222-4333-8444-555555555555',
      appId: '11111111-2222-4333-8444-555555555555',
      appName: 'local',
    })
  })

  it('tells a browser from a server by its SDK', () => {
    expect(rowOf(aMessage('m', { tags: { 'ai.internal.sdkVersion': 'javascript:3.3.4' } })).row).toMatchObject({
      client_Type: 'Browser',
    })
  })

  it.each([
    [undefined, 1],
    [100, 1],
    [25, 4],
    [33.3, 3],
    [0, 1],
    [-5, 1],
    [1e-300, 2_147_483_647],
  ])('counts a sample rate of %p as %d items', (sampleRate, itemCount) => {
    expect(rowOf(aMessage('m', sampleRate === undefined ? {} : { sampleRate })).row).toMatchObject({ itemCount })
  })

  it('keeps properties as text and measurements as numbers, whatever their keys', () => {
    const properties: unknown = JSON.parse('{"__proto__":"p","n":7,"yes":true,"none":null}')
    const { row } = rowOfData('EventData', { name: 'n', properties, measurements: { total: 1.5, none: null } })

    expect(Object.entries(row['customDimensions'] ?? {})).toEqual([
      ['__proto__', 'p'],
      ['n', '7'],
      ['yes', 'true'],
    ])
    expect(row['customMeasurements']).toEqual({ total: 1.5 })
  })
})

describe('a trace', () => {
  it.each([
    [0, 0],
    [4, 4],
    ['Verbose', 0],
    ['warning', 2],
    ['Critical', 4],
    [5, null],
    ['Loud', null],
    [undefined, null],
  ])('of severity %p has severityLevel %p', (severityLevel, expected) => {
    expect(rowOfData('MessageData', { message: 'm', severityLevel })).toMatchObject({
      table: 'traces',
      row: { message: 'm', severityLevel: expected },
    })
  })
})

describe('an exception', () => {
  const outer = {
    id: 1,
    typeName: 'PaymentError',
    message: 'declined',
    parsedStack: [{ level: 0, method: 'charge', assembly: 'pay', fileName: '/pay.js', line: 3 }],
  }
  const middle = { id: 2, outerId: 1, typeName: 'HttpError', message: '402' }
  const inner = { id: 3, outerId: 2, typeName: 'TypeError', message: 'fetch failed', stack: 'TypeError: fetch failed' }

  it('has the first of its chain as outer and the last as innermost', () => {
    const { table, row } = rowOfData('ExceptionData', { exceptions: [outer, middle, inner], severityLevel: 3 })

    expect(table).toBe('exceptions')
    expect(row).toMatchObject({
      type: 'PaymentError',
      method: 'charge',
      assembly: 'pay',
      outerType: 'PaymentError',
      outerMessage: 'declined',
      outerMethod: 'charge',
      outerAssembly: 'pay',
      innermostType: 'TypeError',
      innermostMessage: 'fetch failed',
      innermostMethod: null,
      severityLevel: 3,
    })
    expect(row['details']).toMatchObject([
      { id: 1, outerId: null, type: 'PaymentError', parsedStack: [{ level: 0, method: 'charge', line: 3 }] },
      { id: 2, outerId: 1, type: 'HttpError', parsedStack: [] },
      { id: 3, outerId: 2, type: 'TypeError', rawStack: 'TypeError: fetch failed' },
    ])
  })

  it('follows one branch of a tree of causes', () => {
    const sibling = { id: 4, outerId: 1, typeName: 'RangeError', message: 'other branch' }

    expect(rowOfData('ExceptionData', { exceptions: [outer, middle, sibling] }).row).toMatchObject({
      innermostType: 'HttpError',
    })
  })

  it.each([
    ['the one that was sent', { exceptions: [outer], problemId: 'mine' }, 'mine'],
    ['type and top method', { exceptions: [outer] }, 'PaymentError at charge'],
    ['the type, where no stack is parsed', { exceptions: [inner] }, 'TypeError'],
  ])('has as problemId %s', (_, baseData, problemId) => {
    expect(rowOfData('ExceptionData', baseData).row).toMatchObject({ problemId })
  })
})

describe('a metric', () => {
  it('keeps its first point, as an aggregate', () => {
    const metrics = [
      { name: 'queue', value: 12, count: 4, min: 1, max: 7, stdDev: 2 },
      { name: 'other', value: 1 },
    ]
    const { table, row } = rowOfData('MetricData', { metrics, properties: { shop: 'a' } })

    expect(table).toBe('customMetrics')
    expect(row).toMatchObject({
      name: 'queue',
      value: 12,
      valueSum: 12,
      valueCount: 4,
      valueMin: 1,
      valueMax: 7,
      valueStdDev: 2,
      customDimensions: { shop: 'a' },
    })
  })

  it('is one value when it says no more', () => {
    expect(rowOfData('MetricData', { metrics: [{ name: 'n', value: 5 }] }).row).toMatchObject({
      valueCount: 1,
      valueSum: 5,
      valueMin: 5,
      valueMax: 5,
      valueStdDev: null,
    })
  })

  it.each([
    ['\\Memory\\Available Bytes', 'Memory', 'Available Bytes', null],
    ['\\Processor(_Total)\\% Processor Time', 'Processor', '% Processor Time', '_Total'],
    ['\\Process(??APP_WIN32_PROC??)\\Private Bytes', 'Process', 'Private Bytes', '??APP_WIN32_PROC??'],
    ['\\ASP.NET Applications(w3)\\Requests/Sec', 'ASP.NET Applications', 'Requests/Sec', 'w3'],
  ])('named %s is a performance counter', (name, category, counter, instance) => {
    expect(rowOfData('MetricData', { metrics: [{ name, value: 5 }] })).toMatchObject({
      table: 'performanceCounters',
      row: { name: counter, category, counter, instance, value: 5, itemType: 'performanceCounter' },
    })
  })

  it('with a backslash elsewhere in its name is a custom metric', () => {
    expect(rowOfData('MetricData', { metrics: [{ name: 'a\\b', value: 1 }] }).table).toBe('customMetrics')
  })
})

describe('what took time', () => {
  it('has its duration in milliseconds and success as text', () => {
    expect(
      rowOfData('RequestData', {
        id: 'span',
        name: 'GET /',
        duration: '00:00:00.2501',
        success: false,
        responseCode: 503,
        url: 'http://localhost/',
        source: 'cid',
      }),
    ).toMatchObject({
      table: 'requests',
      row: {
        id: 'span',
        name: 'GET /',
        duration: 250.1,
        performanceBucket: '250ms-500ms',
        success: 'False',
        resultCode: '503',
        url: 'http://localhost/',
        source: 'cid',
      },
    })
  })

  it('has succeeded unless it says otherwise', () => {
    expect(
      rowOfData('RemoteDependencyData', {
        id: 'span',
        name: 'SELECT',
        type: 'SQL',
        target: 'db',
        data: 'select 1',
        resultCode: '0',
        duration: '00:10:00',
      }),
    ).toMatchObject({
      table: 'dependencies',
      row: {
        type: 'SQL',
        target: 'db',
        data: 'select 1',
        success: 'True',
        resultCode: '0',
        performanceBucket: '>=5min',
      },
    })
  })

  it('may be an availability test', () => {
    const test = { id: 'i', name: 'home', duration: '00:00:01', success: true, runLocation: 'AMS', message: 'ok' }

    expect(rowOfData('AvailabilityData', test)).toMatchObject({
      table: 'availabilityResults',
      row: { location: 'AMS', message: 'ok', duration: 1000, performanceBucket: '1sec-3sec' },
    })
  })

  it('may be a page view, whose duration may be unknown', () => {
    expect(rowOfData('PageViewData', { id: 'i', name: 'Home', url: 'http://localhost/' })).toMatchObject({
      table: 'pageViews',
      row: { name: 'Home', url: 'http://localhost/', duration: null, performanceBucket: null },
    })
  })

  it('may be the loading of a page', () => {
    expect(
      rowOfData('PageViewPerfData', {
        name: 'Home',
        perfTotal: '00:00:00.700',
        networkConnect: '00:00:00.010',
        sentRequest: '00:00:00.020',
        receivedResponse: '00:00:00.030',
        domProcessing: '00:00:00.040',
      }),
    ).toMatchObject({
      table: 'browserTimings',
      row: {
        totalDuration: 700,
        networkDuration: 10,
        sendDuration: 20,
        receiveDuration: 30,
        processingDuration: 40,
        performanceBucket: '500ms-1sec',
      },
    })
  })
})

it('keeps an event under its name', () => {
  expect(rowOfData('EventData', { name: 'OrderPlaced' })).toMatchObject({
    table: 'customEvents',
    row: { name: 'OrderPlaced', itemType: 'customEvent' },
  })
})
