import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { anEnvelope, postEnvelopes } from '../../../an-envelope'
import { accessibilityProblems } from '../../axe'
import { openPage, screenshot, startBrowser } from '../../open-page'
import { fillShop } from '../../shop'

let local: LocalApplicationInsights
let browser: Browser

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await fillShop(local.url, { checkouts: 20 })
  const orders = ['de', 'fr'].flatMap((country) =>
    Array.from({ length: 25 }, (_, minute) =>
      anEnvelope(
        'MetricData',
        { metrics: [{ name: 'orders', value: 10 + minute, count: 5, min: 1, max: 9 }], properties: { country } },
        { time: new Date(Date.now() - minute * 60_000).toISOString(), tags: { 'ai.cloud.role': 'checkout' } },
      ),
    ),
  )
  await postEnvelopes(local.url, orders)
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await local.close()
})

function open(query = '', options?: Parameters<typeof openPage>[2]) {
  return openPage(browser, new URL(`metrics${query}`, local.url), options)
}

it('shows every metric with its newest value and a small chart', async () => {
  await using opened = await open('', { colorScheme: 'dark' })
  const { page } = opened
  await page.getByRole('link', { name: /^orders/ }).waitFor()
  const shown = await page.locator('.small-metric').count()
  expect(shown).toBeGreaterThan(3)
  await page.getByText(`${shown} metrics, each with its newest average`).waitFor()
  await screenshot(page, 'metrics-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('splits a metric by a dimension, with all series in a table', async () => {
  await using opened = await open('', { colorScheme: 'light' })
  const { page } = opened
  await page.getByRole('link', { name: /^orders/ }).click()
  await page.waitForURL(/name=orders/)
  await page.getByLabel('Split by').selectOption('p.country')
  await page.waitForURL(/split=p\.country/)
  await page.getByRole('cell', { name: 'de', exact: true }).waitFor()
  await page.getByRole('cell', { name: 'fr', exact: true }).waitFor()
  await page.getByLabel('Aggregation').selectOption('max')
  await page.waitForURL(/agg=max/)
  await page.locator('.chart-plot').waitFor()
  await screenshot(page, 'metric-light')
  expect(await accessibilityProblems(page)).toEqual([])
  await page.locator('h1').click()
  await page.keyboard.press('Escape')
  await page.locator('.metrics-overview').waitFor()
})

it('says what to do without metrics, and is usable at 360 px', async () => {
  await using empty = await startLocal({ port: 0 })
  await using opened = await openPage(browser, new URL('metrics', empty.url))
  await opened.page.getByRole('heading', { name: 'No metrics in this time' }).waitFor()
  await using narrow = await open('?name=orders&split=role', { viewport: { width: 360, height: 780 } })
  await narrow.page.getByRole('cell', { name: 'checkout' }).waitFor()
  await screenshot(narrow.page, 'metric-360')
  expect(await accessibilityProblems(narrow.page)).toEqual([])
})
