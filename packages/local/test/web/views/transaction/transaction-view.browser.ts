import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { anEnvelope, postEnvelopes, type WireEnvelope } from '../../../an-envelope'
import { accessibilityProblems } from '../../axe'
import { openPage, screenshot, startBrowser } from '../../open-page'
import { fillShop } from '../../shop'

let local: LocalApplicationInsights
let browser: Browser
let failedCheckout: string

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  failedCheckout = await fillShop(local.url)
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await local.close()
})

function open(operation: string, options?: Parameters<typeof openPage>[2]) {
  return openPage(browser, new URL(`transaction/${operation}`, local.url), options)
}

function rowNames(page: Page): Promise<string[]> {
  return page
    .getByRole('treegrid')
    .getByRole('row')
    .evaluateAll((rows) => rows.flatMap((row) => row.getAttribute('aria-label') ?? []))
}

it('shows a failed checkout across its services, and opens at the deepest exception', async () => {
  await using opened = await open(failedCheckout, { colorScheme: 'dark' })
  const { page } = opened
  await page.getByRole('heading', { name: 'POST /checkout failed with 500' }).waitFor()

  const names = (await rowNames(page)).map((name) => name.split(',').slice(0, 2).join(','))
  expect(names.slice(0, 3)).toEqual(['storefront, request', 'storefront, trace', 'storefront, dependency'])
  expect(names).toContain('payments, exception')
  const details = page.getByLabel('Details')
  await details.getByRole('heading', { name: 'TypeError' }).waitFor()
  expect(await details.textContent()).toContain('src/three-d-secure.ts:48')
  expect(await details.textContent()).toMatch(/card\.threeDS\s*required/)
  await screenshot(page, 'transaction-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('has no accessibility problems in light and on a narrow screen', async () => {
  await using light = await open(failedCheckout, { colorScheme: 'light' })
  await light.page.getByLabel('Details').waitFor()
  await screenshot(light.page, 'transaction-light')
  expect(await accessibilityProblems(light.page)).toEqual([])

  await using narrow = await open(failedCheckout, { colorScheme: 'light', viewport: { width: 360, height: 780 } })
  await narrow.page.getByLabel('Details').waitFor()
  await screenshot(narrow.page, 'transaction-360')
  expect(await accessibilityProblems(narrow.page)).toEqual([])
})

it('folds, moves and zooms with the keyboard, and keeps the zoom in the address', async () => {
  await using opened = await open(failedCheckout)
  const { page } = opened
  await page.getByLabel('Details').waitFor()
  const before = (await rowNames(page)).length

  await page.getByRole('row', { name: 'storefront, dependency, POST /orders' }).click()
  await page.keyboard.press('h')
  expect((await rowNames(page)).length).toBeLessThan(before)
  await page.keyboard.press('l')
  expect(await rowNames(page)).toHaveLength(before)

  await page.keyboard.press('z')
  await page.waitForURL(/zoom=\d/)
  await page.locator('.overview-zoom').waitFor()
  await page.keyboard.press('e')
  await page.waitForURL(/span=/)
})

it('lists the logs of all services, and finds text in them', async () => {
  await using opened = await open(`${failedCheckout}?tab=logs`)
  const { page } = opened
  const lines = page.getByRole('grid', { name: 'Logs' }).getByRole('row')
  await lines.first().waitFor()
  const all = await lines.count()
  expect(all).toBeGreaterThan(3)
  await screenshot(page, 'transaction-logs')

  await page.getByLabel('Find in transaction').fill('priced')
  await page.waitForURL(/find=priced/)
  expect(await lines.allInnerTexts()).toEqual([expect.stringContaining('priced: 3 items')])
  await page.getByLabel('Find in transaction').fill('')
  await page.getByLabel('Errors only').check()
  await page.waitForURL(/errors=1/)
  expect(await lines.count()).toBeLessThan(all)
})

it('says of an operation without items what is known of it, and opens it when it arrives', async () => {
  const operation = '0123456789abcdef0123456789abcdef'
  const tags = { 'ai.operation.id': operation }
  await postEnvelopes(local.url, [anEnvelope('MessageData', { message: 'm' }, { tags, iKey: 'no key' })])
  await using opened = await open(operation)
  const { page } = opened
  await page.getByRole('heading', { name: 'This operation has never arrived' }).waitFor()
  await page.getByText('Invalid instrumentation key').waitFor()
  await screenshot(page, 'transaction-never-arrived')
  expect(await accessibilityProblems(page)).toEqual([])

  await page.getByRole('button', { name: 'Watch' }).click()
  await postEnvelopes(local.url, [aRequest(operation, 'r', '', 'GET /late')])
  await page.getByRole('heading', { name: 'GET /late succeeded with 200' }).waitFor()
})

it('shows a parent that was not received, and text from telemetry as text', async () => {
  const operation = 'ffffffffffffffffffffffffffffffff'
  const hostile = '<img src=x onerror="document.title=`hacked`">'
  await postEnvelopes(local.url, [
    aRequest(operation, 'child', 'gone', hostile),
    anEnvelope(
      'ExceptionData',
      { exceptions: [{ typeName: hostile, message: hostile, stack: hostile }], properties: { [hostile]: hostile } },
      { tags: { 'ai.operation.id': operation, 'ai.operation.parentId': 'child', 'ai.cloud.role': hostile } },
    ),
  ])
  await using opened = await open(operation)
  const { page } = opened
  await page.getByRole('row', { name: 'parent gone, not received' }).waitFor()
  expect(await page.getByLabel('Details').textContent()).toContain(hostile)
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.title()).not.toBe('hacked')
  expect(opened.errors).toEqual([])
})

it('folds equal spans of a large transaction, and keeps only the visible lines in the document', async () => {
  const operation = 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
  const queries = Array.from({ length: 5_000 }, (_, n) => aQuery(operation, n))
  await postEnvelopes(local.url, [aRequest(operation, 'root', '', 'GET /report'), ...queries])
  await using opened = await open(operation)
  const { page } = opened
  const fold = page.getByRole('row', { name: '5000 times SELECT prices' })
  await fold.waitFor()
  await fold.click()
  await page.getByRole('row', { name: 'SELECT prices' }).nth(5).waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(100)
})

it('says that it loads while the source is slow, and tries again after an error', async () => {
  await using opened = await openPage(browser, new URL('metrics', local.url))
  const { page } = opened
  let release = (_isAnswered: boolean) => {}
  const held = new Promise<boolean>((resolve) => {
    release = resolve
  })
  await page.route('**/query', async (route) => ((await held) ? route.continue() : route.abort()))
  await page.goto(new URL(`transaction/${failedCheckout}`, local.url).href)
  await page.locator('.footer').getByText('Loading').waitFor()
  release(false)
  await page.getByRole('heading', { name: 'The transaction could not be read' }).waitFor()
  await page.unroute('**/query')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'POST /checkout failed with 500' }).waitFor()
})

it('moves over folded spans and over spans with the same id', async () => {
  const operation = 'dddddddddddddddddddddddddddddddd'
  await postEnvelopes(local.url, [
    aRequest(operation, 'root', '', 'GET /report'),
    ...Array.from({ length: 1_200 }, (_, n) => aQuery(operation, n)),
    aRequest(operation, 'twice', 'root', 'GET /first'),
    aRequest(operation, 'twice', 'root', 'GET /second'),
    aRequest(operation, 'last', 'root', 'GET /last'),
  ])
  await using opened = await open(operation)
  const { page } = opened
  await page.getByRole('row', { name: '1200 times SELECT prices' }).waitFor()
  const names = new Set<string>()
  for (let line = 0; line < 5; line++) {
    if (line > 0) await page.keyboard.press('j')
    const seen = [...names].map((name) => `:not([aria-label="${name}"])`).join('')
    names.add((await page.locator(`[role="row"][aria-selected="true"]${seen}`).getAttribute('aria-label')) ?? '')
  }
  expect([...names].map((name) => /times|GET \/\w+/.exec(name)?.[0]).toSorted()).toEqual([
    ...['GET /first', 'GET /last', 'GET /report', 'GET /second', 'times'],
  ])
  await page.keyboard.press('h')
  await page.getByRole('row', { name: /GET \/report/, selected: true }).waitFor()
})

// --- helpers ---

function aRequest(operation: string, id: string, parentId: string, name: string): WireEnvelope {
  return anEnvelope(
    'RequestData',
    { id, name, duration: '00:00:01', responseCode: '200', success: true },
    { tags: { 'ai.operation.id': operation, 'ai.operation.parentId': parentId, 'ai.cloud.role': 'shop' } },
  )
}

function aQuery(operation: string, n: number): WireEnvelope {
  return anEnvelope(
    'RemoteDependencyData',
    { id: `q${n}`, name: 'SELECT prices', duration: '00:00:00.001', resultCode: '0', success: true },
    { tags: { 'ai.operation.id': operation, 'ai.operation.parentId': 'root', 'ai.cloud.role': 'shop' } },
  )
}
