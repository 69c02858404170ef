import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { accessibilityProblems } from '../../axe'
import { openPage, screenshot, startBrowser } from '../../open-page'
import { fillShop } from '../../shop'

let local: LocalApplicationInsights
let browser: Browser

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await fillShop(local.url)
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await local.close()
})

function open(query = '', options?: Parameters<typeof openPage>[2]) {
  return openPage(browser, new URL(`compare${query}`, local.url), options)
}

it('compares the selected time with the time before', async () => {
  await using opened = await open('?from=-10m', { colorScheme: 'dark' })
  const { page } = opened
  await page.getByRole('link', { name: /POST \/checkout/ }).waitFor()
  await page.getByText(/requests compared with/).waitFor()
  expect(await page.getByRole('columnheader', { name: 'before' }).count()).toBe(3)
  await screenshot(page, 'compare-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('compares two versions, and keeps them in the address', async () => {
  await using opened = await open('', { colorScheme: 'light' })
  const { page } = opened
  await page.getByRole('option', { name: 'payments 2.8.0' }).first().waitFor({ state: 'attached' })
  await page.getByLabel('Compare').selectOption({ label: 'payments 2.8.0' })
  await page.getByLabel('with').selectOption({ label: 'payments 2.7.3' })
  await page.waitForURL(/a=version~payments~2\.8\.0.*b=version~payments~2\.7\.3/)
  await page.getByRole('link', { name: /POST \/charges/ }).waitFor()
  await screenshot(page, 'compare-versions-light')
  expect(await accessibilityProblems(page)).toEqual([])
})

it('says so if there is nothing to compare, and is usable at 360 px', async () => {
  await using empty = await startLocal({ port: 0 })
  await using opened = await openPage(browser, new URL('compare', empty.url), { viewport: { width: 360, height: 780 } })
  await opened.page.getByRole('heading', { name: 'Neither side has requests, exceptions or logs' }).waitFor()
  expect(await accessibilityProblems(opened.page)).toEqual([])
})
