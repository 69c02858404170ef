import { describe, expect, it } from '@jest/globals'
import { formatSubject, isSameSubject, parseSubject, type Subject } from '../../../../web/src/views/operations/subject'

const subject: Subject = { kind: 'dependency', role: 'sh~op', name: 'POST /orders?a=1&b', target: 'api.example:8080' }

describe('a subject in an address', () => {
  it('is read back as it was written', () => {
    expect(parseSubject(formatSubject(subject))).toEqual(subject)
  })

  it.each(['', 'table~a~b~c', 'operation~%', undefined])('is undefined for %p', (text) => {
    expect(parseSubject(text)).toBeUndefined()
  })
})

it('is the same if all of its parts are', () => {
  expect(isSameSubject(subject, { ...subject })).toBe(true)
  expect(isSameSubject(subject, { ...subject, target: '' })).toBe(false)
  expect(isSameSubject(undefined, undefined)).toBe(false)
})
