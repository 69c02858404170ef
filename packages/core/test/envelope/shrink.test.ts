import { expect, it } from '@jest/globals'
import type { TelemetryData } from '../../src/envelope/contracts'
import { shrink } from '../../src/envelope/shrink'

function aTrace(message: string, properties: Record<string, string> = {}): TelemetryData {
  return { baseType: 'MessageData', baseData: { message, properties } }
}

it('truncates only the longest strings, to a common length', () => {
  const data = aTrace('m'.repeat(10_000), { a: 'a'.repeat(8_000), b: 'b'.repeat(300) })
  expect(shrink(data, 0.5)).toBe(true)
  const { message, properties } = data.baseData as { message: string; properties: Record<string, string> }
  expect(message.length).toBe(properties['a']?.length)
  expect(properties['b']).toHaveLength(300)
  expect(message.length + (properties['a']?.length ?? 0) + 300).toBeLessThan(18_300 / 2)
})

it('never truncates a string to less than 256 characters', () => {
  const data = aTrace('m'.repeat(300), { a: 'a'.repeat(200) })
  expect(shrink(data, 0.99)).toBe(true)
  expect(data).toEqual(aTrace('m'.repeat(256), { a: 'a'.repeat(200) }))
})

it('halves the largest collection if no string is long', () => {
  const properties = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, 'v']))
  const measurements = { a: 1, b: 2 }
  expect(shrink({ baseType: 'EventData', baseData: { name: 'e', properties, measurements } }, 0.1)).toBe(true)
  expect(Object.keys(properties)).toEqual(['k0', 'k1', 'k2', 'k3', 'k4'])
  expect(measurements).toEqual({ a: 1, b: 2 })
})

it('halves the frames of an exception', () => {
  const parsedStack = Array.from({ length: 8 }, (_, level) => ({ level, method: 'f' }))
  const details = { id: 1, typeName: 'Error', message: 'm', hasFullStack: true, parsedStack }
  expect(shrink({ baseType: 'ExceptionData', baseData: { exceptions: [details] } }, 0.1)).toBe(true)
  expect(parsedStack.map(({ level }) => level)).toEqual([0, 1, 2, 3])
})

it('returns false if nothing is left to remove', () => {
  expect(shrink(aTrace('short', { a: 'b' }), 0.9)).toBe(false)
})
