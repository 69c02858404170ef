import { expect, it } from '@jest/globals'
import { AttributeReader } from '../../src/mapping/attribute'
import { markNameUsed, requestName } from '../../src/mapping/request-name'

it('is the method and the route, else the name of the span', () => {
  const route = { 'http.route': '/orders/:id' }
  expect(requestName('GET', { 'http.request.method': 'POST', ...route })).toBe('POST /orders/:id')
  expect(requestName('GET', { 'http.method': 'PUT', ...route })).toBe('PUT /orders/:id')
  expect(requestName('process orders', route)).toBe('process orders')
})

it('marks the method and the route that the name contains', () => {
  const read = new AttributeReader({ 'http.request.method': 'GET', 'http.route': '/orders/:id', 'http.method': 'PUT' })
  markNameUsed(read, 'GET /orders/:id')
  expect([...read.used]).toEqual(['http.request.method', 'http.route'])
})
