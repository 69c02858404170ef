import { describe, expect, it } from '@jest/globals'
import { customEvent, withCustomFields } from '../../src/adapter/custom-fields'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor } from '../../src/redaction/redactor'

const serializer = new PropertySerializer(new Redactor([], () => {}), false)

it.each<[object, string | undefined]>([
  [{ customEvent: 'OrderPlaced' }, 'OrderPlaced'],
  [{ customEvent: '' }, undefined],
  [{ customEvent: 5 }, undefined],
  [{}, undefined],
])('the custom event of %j is %j', (record, name) => {
  expect(customEvent(record)).toBe(name)
})

describe('a record', () => {
  it('has no measurements if it names none', () => {
    expect(withCustomFields({ a: '1' }, { b: 2 }, serializer)).toEqual({ properties: { a: '1' } })
  })

  it('adds its dimensions to its properties', () => {
    const record = { customDimensions: { a: 2, password: 'secret' }, custom_dimensions: { b: { c: 3 } } }
    const { properties } = withCustomFields({ a: '1' }, record, serializer)
    expect(properties).toMatchObject({ a: '2', b: '{"c":3}' })
    expect(properties?.['password']).not.toContain('secret')
  })

  it('has its numbers as measurements, and anything else among them as properties', () => {
    const record = { measurements: { ms: 12.5, unit: 'ms' }, custom_measurements: { bytes: 3 } }
    expect(withCustomFields({}, record, serializer)).toEqual({
      properties: { unit: 'ms' },
      measurements: { ms: 12.5, bytes: 3 },
    })
  })

  it('keeps a field of the wrong type as a property', () => {
    const record = { customEvent: 5, customDimensions: 'eu', measurements: [1, 2] }
    expect(withCustomFields({}, record, serializer)).toEqual({
      properties: { customEvent: '5', customDimensions: 'eu', measurements: '[1,2]' },
    })
  })
})
