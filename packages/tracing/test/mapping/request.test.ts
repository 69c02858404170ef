import { describe, expect, it } from '@jest/globals'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { FinishedSpan } from '../../src'
import { rowsOf } from '../builders'

/** The data of the row of a span with these fields. */
function requestRow(span: Partial<FinishedSpan>) {
  const [row] = rowsOf(span)
  return { ...row!.data.baseData, baseType: row!.data.baseType }
}

describe('a request', () => {
  it.each([
    [{ 'http.status_code': 399 }, SpanStatusCode.UNSET, true, '399'],
    [{ 'http.status_code': 404 }, SpanStatusCode.UNSET, false, '404'],
    [{ 'http.status_code': 404 }, SpanStatusCode.OK, true, '404'],
    [{ 'http.status_code': 200 }, SpanStatusCode.ERROR, false, '200'],
    [{ 'rpc.grpc.status_code': 5 }, SpanStatusCode.ERROR, false, '5'],
    [{}, SpanStatusCode.UNSET, true, '0'],
    [{}, SpanStatusCode.ERROR, false, '0'],
  ])('with %j and status %i has success %p and code %s', (attributes, status, success, responseCode) => {
    const row = requestRow({ kind: SpanKind.SERVER, attributes, status: { code: status } })
    expect(row).toMatchObject({ success, responseCode })
  })

  it('names the queue of a message as its source', () => {
    const attributes = {
      'messaging.system': 'servicebus',
      'messaging.destination.name': 'orders',
      'server.address': 'bus',
    }
    expect(requestRow({ kind: SpanKind.CONSUMER, attributes, name: 'orders process' })).toMatchObject({
      baseType: 'RequestData',
      name: 'orders process',
      source: 'bus/orders',
    })
  })
})

// The sources of these spans are listed in dependency.test.ts.
describe('maps a span that instrumentation makes of an incoming call to a row of requests', () => {
  it.each<readonly [string, Partial<FinishedSpan>, object]>([
    [
      'kafkajs, a message processed',
      {
        name: 'process orders',
        kind: SpanKind.CONSUMER,
        attributes: {
          'messaging.system': 'kafka',
          'messaging.destination.name': 'orders',
          'messaging.operation.name': 'process',
          'messaging.operation.type': 'process',
        },
      },
      { name: 'process orders', source: 'orders', responseCode: '0', success: true },
    ],
    [
      'amqplib, a message consumed',
      {
        name: 'orders process',
        kind: SpanKind.CONSUMER,
        attributes: {
          'messaging.system': 'rabbitmq',
          'server.address': 'bus.example',
          'server.port': 5672,
          'messaging.destination': 'orders',
          'messaging.operation': 'process',
        },
        status: { code: SpanStatusCode.ERROR, message: 'unexpected' },
      },
      { name: 'orders process', source: 'bus.example/orders', responseCode: '0', success: false },
    ],
    [
      '@azure/service-bus, a message processed',
      {
        name: 'ServiceBusReceiver.process',
        kind: SpanKind.CONSUMER,
        attributes: {
          'az.namespace': 'Microsoft.ServiceBus',
          'messaging.system': 'servicebus',
          'messaging.source.name': 'orders',
          'messaging.operation': 'process',
          'net.peer.name': 'shop.servicebus.windows.net',
        },
      },
      { name: 'ServiceBusReceiver.process', source: 'shop.servicebus.windows.net/orders', success: true },
    ],
    [
      '@azure/event-hubs 5, events processed',
      {
        name: 'Azure.EventHubs.process',
        kind: SpanKind.CONSUMER,
        attributes: {
          'az.namespace': 'Microsoft.EventHub',
          'message_bus.destination': 'orders',
          'peer.address': 'shop.servicebus.windows.net/',
        },
      },
      { name: 'Azure.EventHubs.process', source: 'shop.servicebus.windows.net/orders', success: true },
    ],
    [
      'grpc, by the current conventions',
      {
        name: 'shop.Orders/Get',
        kind: SpanKind.SERVER,
        attributes: {
          'rpc.system.name': 'grpc',
          'rpc.method': 'shop.Orders/Get',
          'rpc.response.status_code': 'NOT_FOUND',
        },
      },
      { name: 'shop.Orders/Get', responseCode: 'NOT_FOUND', success: true },
    ],
    [
      'grpc-js, a call answered',
      {
        name: 'grpc.shop.Orders/Place',
        kind: SpanKind.SERVER,
        attributes: {
          'rpc.system': 'grpc',
          'rpc.service': 'shop.Orders',
          'rpc.method': 'Place',
          'rpc.grpc.status_code': 0,
        },
      },
      { name: 'grpc.shop.Orders/Place', responseCode: '0', success: true },
    ],
  ])('%s', (_, span, row) => {
    expect(requestRow(span)).toMatchObject({ baseType: 'RequestData', ...row })
  })
})
