import { expect, it } from '@jest/globals'
import { type CustomerRequest, customers } from '../src/customers'

function first(count: number, seed: number): readonly CustomerRequest[] {
  const requests = customers(seed)
  return Array.from({ length: count }, () => requests.next().value)
}

it('sends the same requests for the same seed', () => {
  expect(first(50, 7)).toEqual(first(50, 7))
  expect(first(50, 7)).not.toEqual(first(50, 8))
})

it('pays with cards of three brands, some of which need a confirmation', () => {
  const cards = first(1_000, 7).map(({ body }) => JSON.stringify(body) ?? '')
  const count = (text: string) => cards.filter((card) => card.includes(text)).length
  expect([count('"visa"'), count('"mastercard"'), count('"amex"')].every((brand) => brand > 20)).toBe(true)
  expect(count('"required"')).toBeGreaterThan(30)
  expect(count('"none"')).toBeGreaterThan(3 * count('"required"'))
})
