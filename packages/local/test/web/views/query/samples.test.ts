import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { samples } from '../../../../web/src/views/query/samples'
import { fillShop } from '../../shop'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await fillShop(local.url, { checkouts: 20 })
})

afterAll(() => local.close())

it.each(samples)('runs the sample of $table: $title', async ({ text }) => {
  expect((await local.query(text)).columns.length).toBeGreaterThan(1)
})
