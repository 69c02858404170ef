import { tokens } from '@azmon/kql'
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { startLocal } from '../../../src'
import { columnName, isOneOf, literal, property } from '../../../web/src/query/kql'

it('turns any text into one string literal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const written = literal(text)
      expect(written).not.toContain('\n')
      expect(tokens(written)).toEqual([expect.objectContaining({ kind: 'string', start: 0, end: written.length })])
    }),
  )
})

it('keeps the value of a text in a query', async () => {
  await using local = await startLocal({ port: 0 })
  const texts = [
    'a "quoted" \\ word',
    "it's",
    'two\nlines\r\n',
    '\t\u0001\u007f',
    '🛒 ünï',
    '") or true //',
    '| take 1',
  ]
  const query = `print ${texts.map((text, index) => `c${index} = ${literal(text)}`).join(', ')}`
  const response = await fetch(new URL('/v1/apps/local/query', local.url), {
    method: 'POST',
    body: JSON.stringify({ query }),
  })

  expect(await response.json()).toMatchObject({ tables: [{ rows: [texts] }] })
})

it('quotes names of columns and properties if necessary', () => {
  expect([columnName('name'), columnName('odd "name"')]).toEqual(['name', '["odd \\"name\\""]'])
  expect(property('card.brand')).toBe('tostring(customDimensions["card.brand"])')
})

it('compares with one value or with several', () => {
  expect(isOneOf('a', ['x'])).toBe('a == "x"')
  expect(isOneOf('a', ['x', 'y'])).toBe('a in ("x", "y")')
})
