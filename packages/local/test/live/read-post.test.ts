import { describe, expect, it } from '@jest/globals'
import { readPosts } from '../../src/live/read-post'

const OLDER = {
  RoleName: 'shop',
  Instance: 'web-1',
  Version: 'ulm_node:2.9.8',
  Metrics: [
    { Name: '\\Processor(_Total)\\% Processor Time', Value: 64.5, Weight: 1 },
    { Name: '\\Memory\\Committed Bytes', Value: 1000, Weight: 1 },
    { Name: '\\ApplicationInsights\\Requests/Sec', Value: 3, Weight: 1 },
    { Name: '\\ApplicationInsights\\Requests Failed/Sec', Value: 1, Weight: 1 },
    { Name: '\\ApplicationInsights\\Exceptions/Sec', Value: 0, Weight: 1 },
  ],
  Documents: [
    {
      DocumentType: 'Request',
      OperationId: 'trace',
      Properties: [
        { key: '_MS.ProcessedByMetricExtractors', value: 'internal' },
        { key: 'cart', value: '7' },
      ],
      Name: 'GET /fail',
      Success: false,
      Duration: '00:00:01.500',
      ResponseCode: '200',
    },
    { DocumentType: 'Trace', Message: 'Cart is empty', SeverityLevel: 'Warning' },
    { DocumentType: 'Exception', ExceptionType: 'RangeError', ExceptionMessage: 'expired' },
    { DocumentType: 'Event', Name: 'Bought' },
  ],
}

const OPEN_TELEMETRY = {
  RoleName: 'shop',
  Metrics: [
    { Name: '\\Process\\Physical Bytes', Value: 500, Weight: 1 },
    { Name: '\\Memory\\Committed Bytes', Value: 1000, Weight: 1 },
    { Name: '\\% Process\\Processor Time Normalized', Value: 1.5, Weight: 1 },
    { Name: '\\Processor(_Total)\\% Processor Time', Value: 2.5, Weight: 1 },
  ],
  Documents: [
    { DocumentType: 'Request', Name: 'GET /', Url: 'http://shop/', ResponseCode: '404', Duration: 'PT0.000595367S' },
    {
      DocumentType: 'RemoteDependency',
      Name: 'GET /',
      CommandName: 'http://down/',
      ResultCode: 'NaN',
      Duration: 'PT1M2S',
    },
    { DocumentType: 'RemoteDependency', Name: 'GET /', ResultCode: '0', Duration: 'PT1.2e-7S' },
  ],
}

describe('a post of applicationinsights 2.9', () => {
  const [post] = readPosts([OLDER], 123)

  it('has the counters of the process', () => {
    expect(post?.sample).toEqual({
      atMs: 123,
      role: 'shop',
      instance: 'web-1',
      sdkVersion: 'ulm_node:2.9.8',
      requestsPerSecond: 3,
      failedRequestsPerSecond: 1,
      requestDurationMs: null,
      dependenciesPerSecond: null,
      failedDependenciesPerSecond: null,
      dependencyDurationMs: null,
      exceptionsPerSecond: 0,
      processorPercent: 64.5,
      memoryBytes: 1000,
    })
  })

  it('has its items, in the form of every SDK', () => {
    expect(post?.documents[0]).toEqual({
      atMs: 123,
      role: 'shop',
      instance: 'web-1',
      table: 'requests',
      title: 'GET /fail',
      detail: '',
      resultCode: '200',
      durationMs: 1500,
      success: false,
      severityLevel: null,
      operationId: 'trace',
      properties: { cart: '7' },
    })
    expect(post?.documents.slice(1)).toMatchObject([
      { table: 'traces', title: 'Cart is empty', severityLevel: 2, success: null, durationMs: null },
      { table: 'exceptions', title: 'RangeError', detail: 'expired' },
      { table: 'customEvents', title: 'Bought' },
    ])
  })
})

describe('a post of the SDKs for OpenTelemetry', () => {
  const [post] = readPosts([OPEN_TELEMETRY], 123)

  it('has the processor time and memory of the process, if it sends that of the machine, too', () => {
    expect(post?.sample).toMatchObject({ processorPercent: 1.5, memoryBytes: 500, instance: '' })
  })

  it('has durations in milliseconds, and the success that the code implies', () => {
    expect(post?.documents).toMatchObject([
      { table: 'requests', detail: 'http://shop/', resultCode: '404', success: false, durationMs: 0.5954 },
      { table: 'dependencies', detail: 'http://down/', resultCode: '', success: false, durationMs: 62_000 },
      { table: 'dependencies', resultCode: '0', success: true, durationMs: 0.0001 },
    ])
  })
})

it.each([undefined, null, 7, {}, [], [null, 7, []], 'text'])('reads nothing from %j', (body) => {
  expect(readPosts(body, 1)).toEqual([])
})

it('skips what it does not know', () => {
  const Documents = [null, { DocumentType: 'Other' }, { DocumentType: 'Trace', Message: { a: 1 }, Duration: 'soon' }]
  const [post] = readPosts([{ Metrics: [{ Name: 7, Value: '3' }], Documents, Instance: ['x'] }], 1)
  expect(post?.sample).toMatchObject({ requestsPerSecond: null, instance: '' })
  expect(post?.documents).toMatchObject([{ table: 'traces', title: '', durationMs: null, properties: {} }])
})

it('bounds what one post can cost its readers', () => {
  const Properties = Array.from({ length: 1_000 }, (_, index) => ({ key: `k${index}`, value: 'v'.repeat(10_000) }))
  const Documents = Array.from({ length: 1_000 }, () => ({
    DocumentType: 'Trace',
    Message: 'm'.repeat(100_000),
    Properties,
  }))
  const [post] = readPosts([{ RoleName: 'r'.repeat(10_000), Documents }], 1)
  expect(post?.documents).toHaveLength(200)
  expect(post?.sample.role).toHaveLength(256)
  expect(post?.documents[0]?.title).toHaveLength(1_024)
  expect(Object.keys(post?.documents[0]?.properties ?? {})).toHaveLength(20)
})
