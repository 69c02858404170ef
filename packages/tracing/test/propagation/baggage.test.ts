import { describe, expect, it } from '@jest/globals'
import {
  baggageEntryMetadataFromString,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
} from '@opentelemetry/api'
import { BaggagePropagator } from '../../src'

describe('baggage', () => {
  const propagator = new BaggagePropagator()
  const read = (baggage: string | string[]) =>
    propagation.getBaggage(propagator.extract(ROOT_CONTEXT, { baggage }, defaultTextMapGetter))?.getAllEntries()
  const written = (entries: Record<string, { value: string }>) => {
    const headers: Record<string, string> = {}
    const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(entries))
    propagator.inject(context, headers, defaultTextMapSetter)
    return headers['baggage']
  }

  it('keeps keys and values with any characters', () => {
    const header = written({ tenant: { value: 'a,b=c;d %' }, größe: { value: 'ä' } }) ?? ''
    expect(header).toBe('tenant=a%2Cb%3Dc%3Bd%20%25,gr%C3%B6%C3%9Fe=%C3%A4')
    expect(read(header)).toEqual([
      ['tenant', { value: 'a,b=c;d %' }],
      ['größe', { value: 'ä' }],
    ])
  })

  it('is written without metadata that is not allowed in a header', () => {
    const metadata = baggageEntryMetadataFromString('a\r\nx-admin: 1')
    expect(written({ tenant: { value: 't1', metadata } as never })).toBe('tenant=t1')
  })

  it('keeps the metadata of a value and is joined from several headers', () => {
    const entries = read(['tenant = t1 ; internal;ttl=5', 'user=u1'])
    expect(entries?.map(([key, { value, metadata }]) => [key, value, metadata?.toString()])).toEqual([
      ['tenant', 't1', 'internal;ttl=5'],
      ['user', 'u1', undefined],
    ])
  })

  it.each(['nonsense', '=value', 'key=%', ''])('loses only a malformed member: %s', (member) => {
    expect(read(`${member},good=1`)).toEqual([['good', { value: '1' }]])
  })

  it('is limited to 180 members and 8,192 bytes and never cuts a member', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`key${i}`, { value: 'v' }]))
    expect(written(many)?.split(',')).toHaveLength(180)
    const large = { huge: { value: 'x'.repeat(9_000) }, half: { value: '\ud800' }, small: { value: 'y' } }
    expect(written(large)).toBe('small=y')
  })

  it('is not written if it is empty', () => {
    expect(written({})).toBeUndefined()
  })
})
