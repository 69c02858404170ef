import { expect, it } from '@jest/globals'
import { AttributeReader } from '../../src/mapping/attribute'
import { markNameUsed, requestName } from '../../src/mapping/request-name'

const route = { 'http.route': '/orders/:id' }

it('is the method and the route, else the name of the span', () => {
  expect(requestName('POST', { 'http.request.method': 'POST', ...route })).toBe('POST /orders/:id')
  expect(requestName('PUT', { 'http.method': 'PUT', ...route })).toBe('PUT /orders/:id')
  expect(requestName('process orders', route)).toBe('process orders')
})

it.each(['GET', 'HTTP GET', 'HTTP', '/orders/7', 'GET /orders/7'])('replaces the generated name %s', (name) => {
  expect(requestName(name, { 'http.request.method': 'GET', ...route })).toBe('GET /orders/:id')
})

it.each(['query Orders', 'GET orders', 'GET /orders/:id for Ada', 'GETAWAY'])('keeps the name %s', (name) => {
  expect(requestName(name, { 'http.request.method': 'GET', ...route })).toBe(name)
})

it('marks the method and the route that the name contains', () => {
  const read = new AttributeReader({ 'http.request.method': 'GET', 'http.route': '/orders/:id', 'http.method': 'PUT' })
  markNameUsed(read, 'GET /orders/:id')
  expect([...read.used]).toEqual(['http.request.method', 'http.route'])
})
