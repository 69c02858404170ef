import { join } from 'node:path'
import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { OpenShop } from '../../src/shop/open-shop'

// The payments service is a program of its own, which exists only as it is built.
const { openShop } = require(
  join(__dirname, '../../dist/shop/open-shop.js'),
) as typeof import('../../src/shop/open-shop')

let local: LocalApplicationInsights
let shop: OpenShop

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  shop = await openShop(local.connectionString)
})

afterAll(async () => {
  await shop.close()
  await local.close()
})

async function order(threeDS: string): Promise<number> {
  const response = await fetch(new URL('orders', shop.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ product: 'mug', card: { brand: 'visa', threeDS } }),
  })
  return response.status
}

it('has a release that fails for cards that need a confirmation, and one that fixes it', async () => {
  expect([await order('required'), await order('none')]).toEqual([201, 201])
  await shop.release('2.8.0')
  expect([await order('required'), await order('none')]).toEqual([502, 201])
  await shop.release('2.8.1')
  expect([await order('required'), await order('none')]).toEqual([201, 201])
})

it('tells which cards and which release', async () => {
  const exception = await local.waitFor('exceptions', ({ type }) => type === 'TypeError')
  expect(exception).toMatchObject({
    cloud_RoleName: 'payments',
    application_Version: '2.8.0',
    method: 'startChallenge',
    customDimensions: { 'card.brand': 'visa', 'card.threeDS': 'required' },
  })
  const request = await local.waitFor('requests', ({ success, name }) => success === 'False' && name === 'POST /orders')
  expect(request).toMatchObject({ resultCode: '502', customDimensions: { 'card.threeDS': 'required' } })
})
