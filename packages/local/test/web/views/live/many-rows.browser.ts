import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { openPage, screenshot, startBrowser } from '../../open-page'
import { fillMany } from '../../shop'

let local: LocalApplicationInsights
let browser: Browser

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await fillMany(local.url, 100_000)
  browser = await startBrowser()
}, 120_000)

afterAll(async () => {
  await browser.close()
  await local.close()
})

it('keeps 600 of 100,000 rows in memory and 80 in the document while a person scrolls', async () => {
  await using opened = await openPage(browser, local.url)
  const { page } = opened
  const list = page.getByRole('grid', { name: 'Items' })
  const rows = list.locator('.live-row:not(.live-header)')
  const times: string[] = []
  await page.getByText('100,000 items in the last 30 min').first().waitFor()
  for (let step = 0; step < 6; step++) {
    const time = (await rows.first().locator('.cell-time').textContent()) ?? ''
    times.push(time)
    expect(await rows.count()).toBeLessThanOrEqual(80)
    expect(Number(await list.getAttribute('aria-rowcount'))).toBeLessThanOrEqual(601)
    // The end of the list moves away when older rows have been loaded.
    await page.waitForFunction((before) => {
      const grid = document.querySelector('[role="grid"]')
      grid?.scrollTo(0, grid.scrollHeight)
      return grid?.querySelector('.live-row:not(.live-header) .cell-time')?.textContent !== before
    }, time)
  }
  expect(times).toEqual(times.toSorted().toReversed())
  expect(new Set(times).size).toBe(6)
  await screenshot(page, 'many-rows')
})

it('shows errors and one in n of the others while more arrive than a person can read', async () => {
  await using opened = await openPage(browser, local.url)
  const { page } = opened
  await page.getByText('100,000 items').first().waitFor()
  await using _arrivals = arrivals()

  await page.getByText(/^1 in \d+ shown, all counted/).waitFor()
  await page.getByRole('button', { name: 'Live' }).click()
  await page.locator('.live-row').nth(3).click()
  await page.locator('.live-row.open').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByText(/shown, all counted/).waitFor({ state: 'detached' })
})

/** Sends more than 60 rows a second until it is disposed of. */
function arrivals(): AsyncDisposable {
  let isDone = false
  const sending = (async () => {
    while (!isDone) await fillMany(local.url, 600, Date.now(), 1_000)
  })()
  return {
    [Symbol.asyncDispose]: () => {
      isDone = true
      return sending
    },
  }
}
