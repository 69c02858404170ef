import { describe, expect, it } from '@jest/globals'
import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { FinishedSpan } from '../../src'
import { rowsOf } from '../builders'

/*
 * The spans that instrumentation makes, taken from the sources of these releases. If a client has two rows, one has today's
 * attribute names and the other those in use until 2025.
 *
 * @opentelemetry/instrumentation-… mysql2 0.69 and 0.45, pg 0.76 and 0.51, tedious 0.42, mongodb 0.76 and 0.51, redis 0.71,
 * redis-4 0.46, ioredis 0.71, kafkajs 0.32 and 0.7, amqplib 0.70 and 0.46, grpc 0.223 and 0.57, aws-sdk 0.78 and 0.49;
 * @azure/… core-rest-pipeline 1.24, core-tracing 1.3, service-bus 7.9, event-hubs 6.0
 */

interface Row {
  readonly type: string | undefined
  readonly target: string | undefined
  readonly data: string | undefined
  readonly name: string
  readonly resultCode?: string
  readonly success?: boolean
}

type Case = readonly [client: string, span: Partial<FinishedSpan>, row: Row]

const AT_DB = { 'server.address': 'db.example', 'server.port': 3306 }
const AT_OLD_DB = { 'net.peer.name': 'db.example', 'net.peer.port': 3306 }

const DATABASES: readonly Case[] = [
  [
    'mysql2',
    {
      name: 'SELECT',
      attributes: { ...AT_DB, 'db.system.name': 'mysql', 'db.namespace': 'shop', 'db.query.text': 'SELECT 1' },
    },
    { type: 'mysql', target: 'db.example | shop', data: 'SELECT 1', name: 'SELECT' },
  ],
  [
    'mysql2, old names',
    {
      name: 'SELECT',
      attributes: {
        ...AT_OLD_DB,
        'db.system': 'mysql',
        'db.connection_string': 'jdbc:mysql://db.example:3306/shop',
        'db.name': 'shop',
        'db.user': 'till',
        'db.statement': 'SELECT 1',
      },
    },
    { type: 'mysql', target: 'db.example | shop', data: 'SELECT 1', name: 'SELECT' },
  ],
  [
    'mysql2, a query that fails',
    {
      name: 'SELECT',
      attributes: { ...AT_DB, 'db.system.name': 'mysql', 'db.query.text': 'SELECT x' },
      status: { code: SpanStatusCode.ERROR, message: 'Unknown column' },
    },
    { type: 'mysql', target: 'db.example', data: 'SELECT x', name: 'SELECT', resultCode: '0', success: false },
  ],
  [
    'pg',
    {
      name: 'pg.query:SELECT shop',
      attributes: { ...AT_DB, 'db.system.name': 'postgresql', 'db.namespace': 'shop', 'db.query.text': 'SELECT 1' },
    },
    { type: 'postgresql', target: 'db.example:3306 | shop', data: 'SELECT 1', name: 'pg.query:SELECT shop' },
  ],
  [
    'pg, old names',
    {
      name: 'pg.query:SELECT shop',
      attributes: {
        ...AT_OLD_DB,
        'db.system': 'postgresql',
        'db.name': 'shop',
        'db.connection_string': 'postgresql://db.example:3306/shop',
        'db.user': 'till',
        'db.statement': 'SELECT 1',
      },
    },
    { type: 'postgresql', target: 'db.example:3306 | shop', data: 'SELECT 1', name: 'pg.query:SELECT shop' },
  ],
  [
    'pg, a connection from its pool',
    {
      name: 'pg-pool.connect',
      attributes: { ...AT_DB, 'db.system.name': 'postgresql', 'db.namespace': 'shop', 'db.postgresql.max.client': 10 },
    },
    { type: 'postgresql', target: 'db.example:3306 | shop', data: undefined, name: 'pg-pool.connect' },
  ],
  [
    'tedious',
    {
      name: 'execSql shop',
      attributes: {
        ...AT_DB,
        'db.system.name': 'microsoft.sql_server',
        'db.namespace': 'shop',
        'db.query.text': 'SELECT 1',
      },
    },
    { type: 'SQL', target: 'db.example:3306 | shop', data: 'SELECT 1', name: 'execSql shop' },
  ],
  [
    'mongodb',
    {
      name: 'find orders',
      attributes: {
        ...AT_DB,
        'db.system.name': 'mongodb',
        'db.namespace': 'shop',
        'db.operation.name': 'find',
        'db.collection.name': 'orders',
        'db.query.text': '{"id":"?"}',
      },
    },
    { type: 'mongodb', target: 'db.example:3306 | shop', data: '{"id":"?"}', name: 'find orders' },
  ],
  [
    'mongodb, old names',
    {
      name: 'mongodb.find',
      attributes: {
        ...AT_OLD_DB,
        'db.system': 'mongodb',
        'db.name': 'shop',
        'db.mongodb.collection': 'orders',
        'db.operation': 'find',
        'db.connection_string': 'mongodb://db.example:3306/shop',
        'db.statement': '{"id":"?"}',
      },
    },
    { type: 'mongodb', target: 'db.example:3306 | shop', data: '{"id":"?"}', name: 'mongodb.find' },
  ],
  [
    'redis',
    {
      name: 'redis-SET',
      attributes: {
        ...AT_DB,
        'db.system.name': 'redis',
        'db.operation.name': 'SET',
        'db.query.text': 'SET k [1 other arguments]',
      },
    },
    { type: 'redis', target: 'db.example:3306', data: 'SET k [1 other arguments]', name: 'redis-SET' },
  ],
  [
    'redis, old names',
    {
      name: 'redis-SET',
      attributes: {
        ...AT_OLD_DB,
        'db.system': 'redis',
        'db.connection_string': 'redis://db.example:3306',
        'db.statement': 'SET k [1 other arguments]',
      },
    },
    { type: 'redis', target: 'db.example:3306', data: 'SET k [1 other arguments]', name: 'redis-SET' },
  ],
  [
    'ioredis',
    {
      name: 'get',
      attributes: { ...AT_DB, 'db.system.name': 'redis', 'db.operation.name': 'get', 'db.query.text': 'get k' },
    },
    { type: 'redis', target: 'db.example:3306', data: 'get k', name: 'get' },
  ],
]

const QUEUES: readonly Case[] = [
  [
    'kafkajs, a message sent',
    {
      name: 'send orders',
      kind: SpanKind.PRODUCER,
      attributes: {
        'messaging.system': 'kafka',
        'messaging.destination.name': 'orders',
        'messaging.destination.partition.id': '0',
        'messaging.operation.name': 'send',
        'messaging.operation.type': 'send',
      },
    },
    { type: 'kafka', target: 'orders', data: undefined, name: 'send orders' },
  ],
  [
    'kafkajs, old names',
    {
      name: 'orders',
      kind: SpanKind.PRODUCER,
      attributes: { 'messaging.system': 'kafka', 'messaging.destination': 'orders' },
    },
    { type: 'kafka', target: 'orders', data: undefined, name: 'orders' },
  ],
  [
    'amqplib, a message published',
    {
      name: 'publish orders',
      kind: SpanKind.PRODUCER,
      attributes: {
        'messaging.system': 'rabbitmq',
        'messaging.protocol': 'AMQP',
        'messaging.protocol_version': '0.9.1',
        'messaging.url': 'amqp://till:***@bus.example',
        'server.address': 'bus.example',
        'server.port': 5672,
        'messaging.destination': 'orders',
        'messaging.destination_kind': 'topic',
        'messaging.rabbitmq.routing_key': 'placed',
      },
    },
    { type: 'rabbitmq', target: 'bus.example/orders', data: undefined, name: 'publish orders' },
  ],
  [
    'amqplib, old names, to the exchange without a name',
    {
      name: 'publish <default>',
      kind: SpanKind.PRODUCER,
      attributes: {
        'messaging.system': 'rabbitmq',
        'net.peer.name': 'bus.example',
        'net.peer.port': 5672,
        'messaging.destination': '',
      },
    },
    { type: 'rabbitmq', target: 'bus.example', data: undefined, name: 'publish <default>' },
  ],
  [
    '@azure/service-bus, messages sent',
    {
      name: 'ServiceBusSender.send',
      attributes: {
        'az.namespace': 'Microsoft.ServiceBus',
        'messaging.system': 'servicebus',
        'messaging.destination.name': 'orders',
        'messaging.operation': 'publish',
        'net.peer.name': 'shop.servicebus.windows.net',
      },
    },
    {
      type: 'servicebus',
      target: 'shop.servicebus.windows.net/orders',
      data: undefined,
      name: 'ServiceBusSender.send',
    },
  ],
  [
    '@azure/service-bus, messages asked for',
    {
      name: 'ServiceBusReceiver.receiveMessages',
      attributes: {
        'az.namespace': 'Microsoft.ServiceBus',
        'messaging.system': 'servicebus',
        'messaging.source.name': 'orders',
        'messaging.operation': 'receive',
        'net.peer.name': 'shop.servicebus.windows.net',
      },
    },
    {
      type: 'servicebus',
      target: 'shop.servicebus.windows.net/orders',
      data: undefined,
      name: 'ServiceBusReceiver.receiveMessages',
    },
  ],
  [
    '@azure/event-hubs, events sent',
    {
      name: 'EventHubProducerClient.sendBatch',
      attributes: {
        'az.namespace': 'Microsoft.EventHub',
        'messaging.system': 'eventhubs',
        'messaging.destination.name': 'orders',
        'messaging.operation': 'publish',
        'net.peer.name': 'shop.servicebus.windows.net',
      },
    },
    {
      type: 'eventhubs',
      target: 'shop.servicebus.windows.net/orders',
      data: undefined,
      name: 'EventHubProducerClient.sendBatch',
    },
  ],
]

const PLACE = { 'rpc.system': 'grpc', 'rpc.service': 'shop.Orders', 'rpc.method': 'Place' }
const AT_ORDERS = { 'server.address': 'orders.example', 'server.port': 50051 }

const OLD_EVENT_HUB = {
  'az.namespace': 'Microsoft.EventHub',
  'message_bus.destination': 'orders',
  'peer.address': 'shop.servicebus.windows.net/',
}

const SERVICES: readonly Case[] = [
  [
    'grpc-js',
    { name: 'grpc.shop.Orders/Place', attributes: { ...PLACE, ...AT_ORDERS, 'rpc.grpc.status_code': 0 } },
    { type: 'GRPC', target: 'orders.example:50051', data: 'shop.Orders/Place', name: 'grpc.shop.Orders/Place' },
  ],
  [
    'grpc-js, old names, a call that fails',
    {
      name: 'grpc.shop.Orders/Place',
      attributes: {
        ...PLACE,
        'net.peer.name': 'orders.example',
        'net.peer.port': 50051,
        'rpc.grpc.status_code': 14,
        'grpc.error_name': 'Error',
        'grpc.error_message': '14 UNAVAILABLE',
      },
      status: { code: SpanStatusCode.ERROR, message: '14 UNAVAILABLE' },
    },
    {
      type: 'GRPC',
      target: 'orders.example:50051',
      data: 'shop.Orders/Place',
      name: 'grpc.shop.Orders/Place',
      resultCode: '14',
      success: false,
    },
  ],
  [
    'aws-sdk, S3',
    {
      name: 'S3.PutObject',
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.method': 'PutObject',
        'rpc.service': 'S3',
        'aws.s3.bucket': 'receipts',
        'cloud.region': 'eu-west-1',
        'aws.request.id': 'r1',
        'http.response.status_code': 200,
      },
    },
    { type: 'aws-api', target: 'S3', data: 'S3/PutObject', name: 'S3.PutObject', resultCode: '200' },
  ],
  [
    'aws-sdk, a call that fails',
    {
      name: 'S3.GetObject',
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.method': 'GetObject',
        'rpc.service': 'S3',
        'http.response.status_code': 404,
      },
      status: { code: SpanStatusCode.ERROR, message: 'NoSuchKey' },
    },
    {
      type: 'aws-api',
      target: 'S3',
      data: 'S3/GetObject',
      name: 'S3.GetObject',
      resultCode: '404',
      success: false,
    },
  ],
  [
    'aws-sdk, DynamoDB, old names',
    {
      name: 'DynamoDB.Query',
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.method': 'Query',
        'rpc.service': 'DynamoDB',
        'db.system': 'dynamodb',
        'db.name': 'orders',
        'db.operation': 'Query',
        'http.status_code': 200,
      },
    },
    { type: 'dynamodb', target: 'orders', data: 'Query', name: 'DynamoDB.Query', resultCode: '200' },
  ],
  [
    '@azure/event-hubs 5, an event',
    { name: 'Azure.EventHubs.message', kind: SpanKind.PRODUCER, attributes: OLD_EVENT_HUB },
    {
      type: 'Queue Message | Microsoft.EventHub',
      target: 'shop.servicebus.windows.net/orders',
      data: undefined,
      name: 'Azure.EventHubs.message',
    },
  ],
  [
    '@azure/event-hubs 5, events sent',
    { name: 'Azure.EventHubs.send', attributes: OLD_EVENT_HUB },
    {
      type: 'Microsoft.EventHub',
      target: 'shop.servicebus.windows.net/orders',
      data: undefined,
      name: 'Azure.EventHubs.send',
    },
  ],
  [
    'aws-sdk, SQS',
    {
      name: 'orders send',
      kind: SpanKind.PRODUCER,
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.method': 'SendMessage',
        'rpc.service': 'SQS',
        'messaging.system': 'aws_sqs',
        'messaging.destination.name': 'orders',
        'url.full': 'https://sqs.eu-west-1.amazonaws.com/1/orders',
        'http.response.status_code': 200,
      },
    },
    { type: 'aws_sqs', target: 'orders', data: undefined, name: 'orders send', resultCode: '200' },
  ],
  [
    'any client of @azure, what it asks for',
    {
      name: 'HTTP PUT',
      attributes: {
        'az.namespace': 'Microsoft.Storage',
        'http.url': 'https://shop.blob.core.windows.net/receipts/7',
        'http.method': 'PUT',
        'http.user_agent': 'azsdk-js-storageblob/12.32.0',
        'http.status_code': 201,
        requestId: 'r1',
        serviceRequestId: 's1',
      },
    },
    {
      type: 'Http',
      target: 'shop.blob.core.windows.net',
      data: 'https://shop.blob.core.windows.net/receipts/7',
      name: 'PUT /receipts/7',
      resultCode: '201',
    },
  ],
  [
    'any client of @azure, the call around it',
    {
      name: 'BlockBlobClient-upload',
      kind: SpanKind.INTERNAL,
      attributes: { 'az.namespace': 'Microsoft.Storage' },
    },
    { type: 'InProc | Microsoft.Storage', target: undefined, data: undefined, name: 'BlockBlobClient-upload' },
  ],
]

/** Spans by OpenTelemetry's conventions 1.45, wherever instrumentation does not follow them yet. */
const CONVENTIONS: readonly Case[] = [
  [
    'rpc, grpc',
    {
      name: 'shop.Orders/Get',
      attributes: {
        ...AT_ORDERS,
        'rpc.system.name': 'grpc',
        'rpc.method': 'shop.Orders/Get',
        'rpc.response.status_code': 'NOT_FOUND',
      },
      status: { code: SpanStatusCode.ERROR },
    },
    {
      ...{ type: 'GRPC', target: 'orders.example:50051', data: 'shop.Orders/Get', name: 'shop.Orders/Get' },
      ...{ resultCode: 'NOT_FOUND', success: false },
    },
  ],
  [
    'rpc, jsonrpc',
    {
      name: 'eth_call',
      attributes: {
        ...AT_ORDERS,
        'rpc.system.name': 'jsonrpc',
        'rpc.method': 'eth_call',
        'rpc.jsonrpc.error_code': -32601,
      },
    },
    { type: 'jsonrpc', target: 'orders.example:50051', data: 'eth_call', name: 'eth_call', resultCode: '-32601' },
  ],
  [
    'messaging',
    {
      name: 'send orders',
      kind: SpanKind.PRODUCER,
      attributes: {
        'messaging.system.name': 'azure.servicebus',
        'messaging.destination.name': 'orders',
        'messaging.operation.type': 'send',
        'server.address': 'shop.servicebus.windows.net',
        'server.port': 5671,
      },
    },
    { type: 'azure.servicebus', target: 'shop.servicebus.windows.net/orders', data: undefined, name: 'send orders' },
  ],
  [
    'a message of which only the kind is known',
    { name: 'send', kind: SpanKind.PRODUCER, attributes: {} },
    { type: 'Queue Message', target: undefined, data: undefined, name: 'send' },
  ],
  [
    'a database, without the text of the query',
    {
      name: 'create_item orders',
      attributes: {
        'db.system.name': 'azure.cosmosdb',
        'db.namespace': 'shop',
        'db.collection.name': 'orders',
        'db.operation.name': 'create_item',
        'db.response.status_code': '201',
        'server.address': 'shop.documents.azure.com',
        'server.port': 443,
      },
    },
    {
      ...{ type: 'azure.cosmosdb', target: 'shop.documents.azure.com | shop', data: 'create_item orders' },
      ...{ name: 'create_item orders', resultCode: '201' },
    },
  ],
  [
    'a database, with only a summary of the query',
    {
      name: 'SELECT orders',
      attributes: { 'db.system.name': 'sqlite', 'db.query.summary': 'SELECT orders', 'db.namespace': 'main' },
    },
    { type: 'SQL', target: 'main', data: 'SELECT orders', name: 'SELECT orders' },
  ],
  [
    'a generative model',
    {
      name: 'chat gpt-5',
      attributes: {
        'gen_ai.provider.name': 'openai',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-5',
        'server.address': 'api.openai.com',
      },
    },
    { type: 'GenAI | openai', target: 'api.openai.com', data: undefined, name: 'chat gpt-5' },
  ],
  [
    'a tool that a generative model uses, within the process',
    {
      name: 'execute_tool search',
      kind: SpanKind.INTERNAL,
      attributes: { 'gen_ai.system': 'openai', 'gen_ai.operation.name': 'execute_tool' },
    },
    { type: 'InProc', target: undefined, data: undefined, name: 'execute_tool search' },
  ],
  [
    'http, with a template of the URL',
    {
      name: 'GET',
      attributes: {
        'http.request.method': 'GET',
        'url.full': 'https://shop.example/orders/7',
        'url.template': '/orders/{id}',
        'http.response.status_code': 200,
      },
    },
    {
      ...{ type: 'Http', target: 'shop.example', data: 'https://shop.example/orders/7', name: 'GET /orders/{id}' },
      resultCode: '200',
    },
  ],
  [
    'work within a request, by a framework',
    {
      name: 'sveltekit.handle.root',
      kind: SpanKind.INTERNAL,
      attributes: { 'http.method': 'GET', 'http.url': 'http://shop.example/orders/7', 'http.route': '/orders/[id]' },
    },
    { type: 'InProc', target: undefined, data: undefined, name: 'sveltekit.handle.root' },
  ],
  [
    'a peer of which only the address is known',
    { name: 'call', attributes: { 'network.peer.address': '10.0.0.7', 'network.peer.port': 7000 } },
    { type: undefined, target: '10.0.0.7:7000', data: undefined, name: 'call' },
  ],
]

describe('maps a span that instrumentation makes of a call to a row of dependencies', () => {
  it.each([...DATABASES, ...QUEUES, ...SERVICES, ...CONVENTIONS])('%s', (_, span, row) => {
    const { type, target, data, name, resultCode, success, baseType } = dependencyRow({
      kind: SpanKind.CLIENT,
      ...span,
    })
    expect({ baseType, type, target, data, name, resultCode, success }).toEqual({
      baseType: 'RemoteDependencyData',
      resultCode: '0',
      success: true,
      ...row,
    })
  })
})

describe('a dependency', () => {
  it.each([
    [
      'HTTP',
      {
        'http.request.method': 'POST',
        'url.full': 'https://pay.example/charges?a=b',
        'http.response.status_code': 201,
      },
      {
        type: 'Http',
        target: 'pay.example',
        data: 'https://pay.example/charges?a=b',
        resultCode: '201',
        success: true,
        name: 'POST /charges',
      },
    ],
    [
      'failed HTTP with old names',
      { 'http.method': 'GET', 'http.url': 'http://pay.example:8080/x', 'http.status_code': 503 },
      { type: 'Http', target: 'pay.example:8080', resultCode: '503', success: false, name: 'GET /x' },
    ],
    [
      'a database',
      {
        'db.system.name': 'postgresql',
        'db.namespace': 'shop',
        'db.query.text': 'SELECT 1',
        'server.address': 'db',
        'server.port': 5432,
      },
      { type: 'postgresql', target: 'db | shop', data: 'SELECT 1', success: true, name: 'work' },
    ],
    [
      'a database without an icon of its own',
      { 'db.system': 'mssql', 'db.name': 'shop', 'db.statement': 'SELECT 1', 'net.peer.name': 'db' },
      { type: 'SQL', target: 'db | shop', data: 'SELECT 1' },
    ],
    ['a cache', { 'db.system': 'redis', 'db.statement': 'GET k' }, { type: 'redis', target: 'redis', data: 'GET k' }],
    [
      'gRPC',
      {
        'rpc.system': 'grpc',
        'rpc.service': 'shop.Orders',
        'rpc.method': 'Place',
        'rpc.grpc.status_code': 0,
        'server.address': 'orders',
      },
      { type: 'GRPC', target: 'orders', data: 'shop.Orders/Place', resultCode: '0' },
    ],
    [
      'a queue',
      { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders', 'server.address': 'broker' },
      { type: 'kafka', target: 'broker/orders' },
    ],
    ['a call with few attributes', { 'peer.service': 'till' }, { target: 'till', resultCode: '0', success: true }],
  ])('can be %s', (_, attributes, expected) => {
    expect(dependencyRow({ kind: SpanKind.CLIENT, attributes: attributes as Attributes })).toMatchObject({
      baseType: 'RemoteDependencyData',
      duration: '00:00:01.0000000',
      properties: {},
      ...expected,
    })
  })

  it('can be work within the process', () => {
    const status = { code: SpanStatusCode.ERROR }
    expect(dependencyRow({ attributes: { boxes: 2 }, status, name: 'pack' })).toMatchObject({
      baseType: 'RemoteDependencyData',
      name: 'pack',
      type: 'InProc',
      success: false,
      resultCode: '0',
      properties: { boxes: '2' },
    })
  })
})

// --- helpers ---

/** The data of the row of a span with these fields. */
function dependencyRow(span: Partial<FinishedSpan>) {
  const [row] = rowsOf(span)
  return { ...(row!.data.baseData as Partial<Row>), baseType: row!.data.baseType }
}
