import { expect, it } from '@jest/globals'
import { isGrpc } from '../src/grpc'

it.each<[unknown, boolean]>([
  ['application/grpc', true],
  ['application/grpc+proto', true],
  ['Application/gRPC; charset=x', true],
  ['application/grpc-web', false],
  ['application/json', false],
  [undefined, false],
])('the content type %p is that of gRPC: %p', (type, expected) => {
  expect(isGrpc(type)).toBe(expected)
})
