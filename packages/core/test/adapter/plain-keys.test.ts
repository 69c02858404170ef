import { describe, expect, it } from '@jest/globals'
import { isNew, PlainKeys } from '../../src/adapter/plain-keys'
import { Redactor } from '../../src/redaction/redactor'

function someKeys(): PlainKeys {
  return new PlainKeys(new Redactor(['pin'], () => {}), (name) => (name === 'time' ? 'excluded' : 'property'))
}

describe('a key', () => {
  it('is written as JSON, also within a JSON string', () => {
    const { json, nestedJson } = someKeys().of('a"b')
    expect(JSON.parse(`{${json}1}`)).toEqual({ 'a"b': 1 })
    expect(JSON.parse(JSON.parse(`"{${nestedJson}1}"`))).toEqual({ 'a"b': 1 })
  })

  it.each<[string, object]>([
    ['orderId', { role: 'plain', place: 'property', mayBeSecret: false, holdsHeaders: false, isIndex: false }],
    ['time', { place: 'excluded' }],
    ['k'.repeat(150), { place: 'property' }],
    ['k'.repeat(151), { place: 'mapped' }],
    ['password', { mayBeSecret: true }],
    ['pin', { mayBeSecret: true }],
    ['rawHeaders', { holdsHeaders: true }],
    ['17', { isIndex: true }],
    ['value', { role: 'value' }],
    ['name', { role: 'entry name' }],
    ['key', { role: 'entry name' }],
    ['__proto__', { role: 'unsafe' }],
    ['_events', { role: 'summary' }],
  ])('%s is classified', (name, expected) => {
    expect(someKeys().of(name)).toMatchObject({ name, ...expected })
  })

  it('is remembered, unless it is too long or there are 2,000 others', () => {
    const keys = someKeys()
    const long = 'k'.repeat(151)
    expect(keys.of('a')).toBe(keys.of('a'))
    expect(keys.of(long)).not.toBe(keys.of(long))
    for (let id = 0; id < 2_000; id++) keys.of(`id-${id}`)
    expect(keys.of('a')).toBe(keys.of('a'))
    expect(keys.of('one more')).not.toBe(keys.of('one more'))
  })

  it('is new once in each object, at each depth', () => {
    const key = someKeys().of('a')
    expect([isNew(key, 1, 0), isNew(key, 1, 0), isNew(key, 2, 0), isNew(key, 2, 1)]).toEqual([true, false, true, true])
  })

  it('is never new if it is not remembered', () => {
    expect(isNew(someKeys().of('k'.repeat(151)), 1, 0)).toBe(false)
  })
})
