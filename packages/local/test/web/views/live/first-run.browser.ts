import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { accessibilityProblems } from '../../axe'
import { openPage, screenshot, startBrowser } from '../../open-page'

let local: LocalApplicationInsights
let browser: Browser

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await local.close()
})

it.each([
  [1440, 'dark'],
  [360, 'light'],
] as const)('shows how to send the first row, at %i px, %s', async (width, colorScheme) => {
  await using opened = await openPage(browser, local.url, { viewport: { width, height: 900 }, colorScheme })
  const { page } = opened

  await page.getByText(`IngestionEndpoint=${new URL(local.url).origin};`).waitFor()
  await page.getByRole('tab', { name: 'winston' }).click()
  await page.getByText('new AzureMonitorTransport()').waitFor()
  await page.getByText('Nothing was refused').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await screenshot(page, `first-run-${width}-${colorScheme}`)
})

it('says which item was refused last, and why', async () => {
  await fetch(new URL('/v2.1/track', local.url), { method: 'POST', body: '{"name":"x"}' })
  await using opened = await openPage(browser, local.url)

  await opened.page.getByText(/^The newest: 400, /).waitFor()
})

it('gives way to the list with the first row', async () => {
  await using opened = await openPage(browser, local.url)

  await opened.page.getByRole('button', { name: 'Send a test row' }).click()
  await opened.page.getByText('Hello from the page of azmon local').waitFor()
})
