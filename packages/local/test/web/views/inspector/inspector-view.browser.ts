import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { aMessage, anEnvelope, postEnvelopes } from '../../../an-envelope'
import { accessibilityProblems } from '../../axe'
import { openPage, screenshot, startBrowser } from '../../open-page'
import { fillShop } from '../../shop'

let local: LocalApplicationInsights
let browser: Browser

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await fillShop(local.url, { checkouts: 60 })
  await postEnvelopes(local.url, [
    aMessage('<b>old</b>', { time: '2020-01-01T00:00:00.000Z', tags: { 'ai.cloud.role': 'shop' } }),
    anEnvelope('MessageData', {}, { tags: { 'ai.internal.sdkVersion': 'dotnet:2.1' } }),
    anEnvelope('MessageData', { properties: { a: '1' } }),
    aMessage('x'.repeat(32_768)),
    aMessage('good', { tags: { 'ai.internal.sdkVersion': 'pyot:1.2' } }),
  ])
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await local.close()
})

function open(query = '', options?: Parameters<typeof openPage>[2]) {
  return openPage(browser, new URL(`inspector${query}`, local.url), options)
}

it('lists the SDKs that have sent, what they have probably cut, and what was refused by which rule', async () => {
  await using opened = await open('', { colorScheme: 'dark' })
  const { page } = opened
  await page.getByText('pyot:1.2').waitFor()
  await page.getByText('of exactly 32,768 characters').waitFor()
  await page.getByRole('button', { name: '109 A required field is missing 2' }).waitFor()
  await page.getByText('3 items refused since the start').waitFor()
  await screenshot(page, 'inspector-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('shows the items of one rule as they were sent, and how to mend them', async () => {
  await using opened = await open('', { colorScheme: 'light' })
  const { page } = opened
  await page.getByRole('button', { name: /older than 48 hours/ }).click()
  await page.waitForURL(/rule=103/)
  await page.getByText('Check the clock of the sender').waitFor()
  await page.locator('.refusal > button').click()
  expect(await page.locator('.refusal-item pre').textContent()).toContain('<b>old</b>')
  await screenshot(page, 'inspector-light')
  expect(await accessibilityProblems(page)).toEqual([])
})

it('says so if nothing was refused, and is usable at 360 px', async () => {
  await using calm = await startLocal({ port: 0 })
  await using opened = await openPage(browser, new URL('inspector', calm.url), {
    viewport: { width: 360, height: 780 },
  })
  await opened.page.getByRole('heading', { name: 'Nothing was refused' }).waitFor()
  await screenshot(opened.page, 'inspector-360')
  expect(await accessibilityProblems(opened.page)).toEqual([])
})
