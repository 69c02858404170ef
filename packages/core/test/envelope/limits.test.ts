import { describe, expect, it } from '@jest/globals'
import type { TelemetryData } from '../../src/envelope/contracts'
import { type Cuts, limitData, limitTags } from '../../src/envelope/limits'

function limited(baseType: TelemetryData['baseType'], baseData: object): { baseData: object; cuts: Cuts } {
  const cuts = noCuts()
  const data = { baseType, baseData } as TelemetryData
  limitData(data, cuts)
  return { baseData: data.baseData, cuts }
}

function noCuts(): Cuts {
  return { truncated: 0, measurementsDropped: 0 }
}

describe('limits of data', () => {
  it('truncate each field that is too long, and count it', () => {
    const { baseData, cuts } = limited('RequestData', {
      ...{ id: 'i'.repeat(513), name: 'n'.repeat(1_025), url: 'u'.repeat(2_048), responseCode: '200' },
    })
    expect(baseData).toMatchObject({ id: 'i'.repeat(512), name: 'n'.repeat(1_024), url: 'u'.repeat(2_048) })
    expect(cuts.truncated).toBe(2)
  })

  it('truncate the message, stack and frames of an exception', () => {
    const frame = { level: 0, method: 'm'.repeat(1_025), fileName: 'f'.repeat(1_025) }
    const details = { typeName: 'E'.repeat(1_025), message: 'm'.repeat(32_769), stack: 's'.repeat(32_769) }
    const { cuts } = limited('ExceptionData', { exceptions: [{ ...details, parsedStack: [frame] }] })
    expect(cuts.truncated).toBe(5)
    expect(frame).toMatchObject({ method: 'm'.repeat(1_024), fileName: 'f'.repeat(1_024) })
  })

  it('fill required strings that are empty', () => {
    expect(limited('EventData', { name: '' }).baseData).toEqual({ name: 'n/a' })
    expect(limited('MetricData', { metrics: [{ name: '', kind: 0, value: 1 }] }).baseData).toEqual({
      metrics: [{ name: 'n/a', kind: 0, value: 1 }],
    })
    const exceptions = [{ id: 1, typeName: '', message: '' }]
    expect(limited('ExceptionData', { exceptions }).baseData).toMatchObject({
      exceptions: [{ typeName: 'Error', message: 'Error' }],
    })
  })

  it('turn property values of untyped processors into strings', () => {
    const properties = { a: 1, b: null } as never
    expect(limited('EventData', { name: 'e', properties })).toEqual({
      baseData: { name: 'e', properties: { a: '1', b: 'null' } },
      cuts: noCuts(),
    })
  })

  it('drop measurements that are not finite numbers, and count them', () => {
    const measurements = { a: 1, b: Number.NaN, c: Number.POSITIVE_INFINITY, d: '2' as never, ['k'.repeat(151)]: 3 }
    const { baseData, cuts } = limited('EventData', { name: 'e', measurements })
    expect(baseData).toEqual({ name: 'e', measurements: { a: 1, ['k'.repeat(150)]: 3 } })
    expect(cuts).toEqual({ truncated: 1, measurementsDropped: 3 })
  })
})

describe('limits of tags', () => {
  it('return the same object if no tag is too long', () => {
    const tags = { 'ai.cloud.role': 'shop', unknown: 'x'.repeat(5_000) }
    expect(limitTags(tags, noCuts())).toBe(tags)
  })

  it('truncate a tag that is too long in a copy', () => {
    const cuts = noCuts()
    const tags = { 'ai.cloud.role': 'r'.repeat(300), 'ai.operation.id': 'op' }
    expect(limitTags(tags, cuts)).toEqual({ 'ai.cloud.role': 'r'.repeat(256), 'ai.operation.id': 'op' })
    expect(tags['ai.cloud.role']).toHaveLength(300)
    expect(cuts.truncated).toBe(1)
  })
})
