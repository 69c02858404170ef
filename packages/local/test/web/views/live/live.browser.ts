import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { aMessage, postEnvelopes } from '../../../an-envelope'
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

async function openLive(query = '', options = {}) {
  const opened = await openPage(browser, new URL(`/live${query}`, local.url), options)
  await rowsOf(opened.page).first().waitFor()
  return opened
}

function rowsOf(page: Page) {
  return page.getByRole('grid', { name: 'Items' }).locator('.live-row:not(.live-header)')
}

function paramsOf(page: Page): string {
  return decodeURIComponent(new URL(page.url()).search)
}

describe('the list', () => {
  it('shows what arrives on top, with its role, level and message', async () => {
    await using opened = await openLive()
    const tags = { 'ai.cloud.role': 'storefront' }
    await postEnvelopes(local.url, [aMessage('shop opened', { tags })])

    await rowsOf(opened.page).filter({ hasText: 'shop opened' }).waitFor()
    expect(opened.errors).toEqual([])
  })

  it('pauses when a person scrolls, counts what is new, and shows it on request', async () => {
    await using opened = await openLive()
    const { page } = opened
    await page.getByRole('grid', { name: 'Items' }).evaluate((list) => list.scrollTo(0, 600))
    await page.getByRole('button', { name: 'Live', pressed: false }).waitFor()
    await postEnvelopes(local.url, [aMessage('while you looked')])

    await page.getByRole('button', { name: '1 new' }).click()
    await rowsOf(page).filter({ hasText: 'while you looked' }).waitFor()
    await page.getByRole('button', { name: 'Live', pressed: true }).waitFor()
  })

  it('loads older rows at its end', async () => {
    await using opened = await openLive('?kind=log')
    const { page } = opened
    const list = page.getByRole('grid', { name: 'Items' })

    await expectText(list, 'aria-rowcount', '201')
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await expectText(list, 'aria-rowcount', '401')
  })

  it('moves with J and K, opens a record with Enter and closes it with Escape', async () => {
    await using opened = await openLive('?kind=exception')
    const { page } = opened
    const record = page.getByRole('article', { name: 'Record' })

    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await record.getByText('src/orders.ts:88:11').waitFor()
    expect(paramsOf(page)).toMatch(/open=[\da-f-]{36}/)
    await page.keyboard.press('Escape')
    await record.waitFor({ state: 'detached' })
  })

  it('shows the record of a link that is not in the list', async () => {
    const query = 'exceptions | where type == "TypeError" | take 1 | project itemId'
    const { rows } = await local.query<{ itemId: string }>(query)
    await using opened = await openLive(`?kind=request&open=${rows[0]?.itemId}`)

    await opened.page.getByText('src/three-d-secure.ts:48').waitFor()
  })
})

describe('a record', () => {
  it('makes filters, facets and columns of its properties', async () => {
    await using opened = await openLive('?kind=exception')
    const { page } = opened
    await rowsOf(page).first().click()
    const brand = page.locator('.property', { hasText: 'card.brand' })

    await brand.hover()
    await brand.getByRole('button', { name: 'column' }).click()
    await page.getByRole('columnheader', { name: 'card.brand' }).waitFor()
    await brand.hover()
    await brand.getByRole('button', { name: 'facet' }).click()
    await page.getByRole('region', { name: 'card.brand' }).getByText('visa').waitFor()
    await brand.hover()
    await brand.getByRole('button', { name: 'only' }).click()
    expect(paramsOf(page)).toBe('?kind=exception&col=card.brand&facet=card.brand&p.card.brand=visa')
  })

  it('says how many are like it', async () => {
    await using opened = await openLive('?kind=exception&q=redirectUrl')
    await rowsOf(opened.page).first().click()

    const similar = opened.page.getByRole('button', { name: /like this since/ })
    await similar.click()
    expect(paramsOf(opened.page)).toContain('problem=TypeError+at+startChallenge')
  })
})

describe('filters', () => {
  it('shows only a value, adds another, and leaves one out', async () => {
    await using opened = await openLive()
    const { page } = opened
    const kinds = page.getByRole('region', { name: 'Kind' })

    await kinds.getByRole('button', { name: /Exception/ }).click()
    expect(paramsOf(page)).toBe('?kind=exception')
    await kinds.getByRole('checkbox', { name: 'Show event' }).click()
    expect(paramsOf(page)).toBe('?kind=exception&kind=event')
    await page
      .getByRole('region', { name: 'Level' })
      .getByRole('button', { name: /error/ })
      .click({ modifiers: ['Alt'] })
    expect(paramsOf(page)).toBe('?kind=exception&kind=event&level!=error')
  })

  it('counts each facet under the filters of the others', async () => {
    await using opened = await openPage(browser, new URL('/live?kind=exception&role=mailer', local.url))
    const counts = opened.page.getByRole('region', { name: 'Kind' }).locator('.facet-count')

    await opened.page.getByText('No items pass the filters').waitFor()
    await counts.filter({ hasNotText: /^0$/ }).first().waitFor()
    // Items of the mailer by kind: only health checks and events.
    const [requests, dependencies, logs, exceptions, events] = await counts.allTextContents()
    expect([dependencies, logs, exceptions]).toEqual(['0', '0', '0'])
    expect([Number(requests) > 0, Number(events) > 0]).toEqual([true, true])
  })

  it('takes text, and a property with its value', async () => {
    await using opened = await openLive()
    const { page } = opened
    const box = page.getByRole('textbox', { name: 'Filter by text or property' }).first()

    await box.fill('card.brand=amex')
    await box.press('Enter')
    await page.getByRole('button', { name: 'Remove card.brand amex' }).waitFor()
    await box.fill('priced')
    await page.waitForURL(/q=priced/)
    await rowsOf(page).filter({ hasNotText: 'priced' }).first().waitFor({ state: 'detached' })
    expect(await rowsOf(page).filter({ hasText: 'priced' }).count()).toBeGreaterThan(5)
  })

  it('mutes health checks with one key, and says how many', async () => {
    await using opened = await openLive('?q=healthz')
    await opened.page.keyboard.press('m')

    await opened.page.getByRole('button', { name: /Health checks \d+ hidden/ }).waitFor()
    expect(paramsOf(opened.page)).toBe('?q=healthz&health=0')
  })

  it('selects a part of the time with the arrow keys of the strip', async () => {
    await using opened = await openLive()
    await opened.page.getByRole('slider').press('ArrowLeft')

    expect(paramsOf(opened.page)).toMatch(/^\?brush=\w+-\w+$/)
    await opened.page.getByRole('slider').press('Escape')
    expect(paramsOf(opened.page)).toBe('')
  })

  it('names the filter that removes most, and drops it', async () => {
    await using opened = await openPage(browser, new URL('/live?p.card.brand=none&role=payments', local.url))
    const { page } = opened

    await page.getByRole('button', { name: 'Drop card.brand none' }).click()
    await rowsOf(page).first().waitFor()
    expect(paramsOf(page)).toBe('?role=payments')
  })
})

describe('accessibility', () => {
  it.each([
    [1440, 'dark'],
    [1440, 'light'],
    [360, 'dark'],
    [360, 'light'],
  ] as const)('has no serious problem with an open record at %i px, %s', async (width, colorScheme) => {
    await using opened = await openLive('?kind=exception', { viewport: { width, height: 800 }, colorScheme })
    const { page } = opened
    await rowsOf(page).first().click()
    await page.locator('.exception-detail').first().waitFor()

    expect(await accessibilityProblems(page)).toEqual([])
    await screenshot(page, `live-${width}-${colorScheme}`)
  })
})

async function expectText(element: ReturnType<Page['locator']>, attribute: string, value: string): Promise<void> {
  await element.and(element.page().locator(`[${attribute}="${value}"]`)).waitFor()
}
