import { describe, expect, it } from '@jest/globals'
import { type Attributes, SpanKind } from '@opentelemetry/api'
import { rowsOf } from '../builders'

function rowOf(attributes: Attributes) {
  const [row] = rowsOf({ kind: SpanKind.CLIENT, attributes })
  return { ...row?.data.baseData } as { readonly target?: string; readonly properties?: object }
}

describe('the target of a database or queue', () => {
  it.each([
    ['db.system.name', 'postgresql', 5432],
    ['db.system', 'mssql', 1433],
    ['db.system.name', 'microsoft.sql_server', 1433],
    ['db.system', 'mongodb', 27_017],
    ['db.system.name', 'redis', 6379],
    ['db.system.name', 'clickhouse', 9000],
    ['db.system.name', 'azure.cosmosdb', 443],
    ['messaging.system', 'kafka', 9092],
    ['messaging.system', 'rabbitmq', 5671],
    ['messaging.system', 'servicebus', 5671],
  ])('leaves out the default port: %s %s', (key, system, port) => {
    for (const host of [
      { 'server.address': 'db', 'server.port': port },
      { 'net.peer.name': 'db', 'net.peer.port': String(port) },
    ]) {
      expect(rowOf({ [key]: system, ...host })).toMatchObject({ target: 'db', properties: {} })
    }
    expect(rowOf({ [key]: system, 'server.address': 'db', 'server.port': 7777 }).target).toBe('db:7777')
  })

  it('keeps the name of the database, and the brackets of an IPv6 address', () => {
    const address = { 'server.address': '::1', 'server.port': 5432 }
    expect(rowOf({ 'db.system': 'postgresql', 'db.name': 'shop', ...address }).target).toBe('[::1] | shop')
  })

  it('keeps a port that only another system listens on by default', () => {
    const address = { 'server.address': 'db', 'server.port': 5432 }
    expect(rowOf({ 'db.system': 'mysql', ...address }).target).toBe('db:5432')
    expect(rowOf({ 'db.system': 'my own', ...address }).target).toBe('db:5432')
  })
})
