import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { decodeFragment, encodeFragment } from '../../../../web/src/query/fragment'
import { anEnvelope, postEnvelopes } from '../../../an-envelope'
import { accessibilityProblems } from '../../axe'
import { type OpenedPage, openPage, screenshot, startBrowser } from '../../open-page'
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

async function open(query: string, options?: Parameters<typeof openPage>[2], params = ''): Promise<OpenedPage> {
  const fragment = query === '' ? '' : `#${await encodeFragment(query)}`
  return openPage(browser, new URL(`query${params}${fragment}`, local.url), options)
}

/** Replaces the text of the editor. */
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /Query in KQL/ }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

const grid = (page: Page) => page.getByRole('grid')
const cells = (page: Page) => grid(page).getByRole('gridcell')

const CHART = `// Which cards fail?
requests
| where timestamp > ago(30m) and name == "POST /charges"
| extend card = tostring(customDimensions["card.brand"])
| summarize failed = countif(success == false), p95 = round(percentile(duration, 95), 1) by card, bin(timestamp, 1m)
| render timechart with (ycolumns = p95)`

it('runs the query of the address, and shows its chart and rows', async () => {
  await using opened = await open(CHART, { colorScheme: 'dark' })
  const { page } = opened
  await page.getByRole('slider', { name: /^Chart p95/ }).waitFor()

  const names = await page.getByRole('list', { name: 'Series' }).getByRole('button').allInnerTexts()
  expect(names.sort()).toEqual(['amex', 'mastercard', 'visa'])
  expect(await grid(page).getByRole('columnheader').allInnerTexts()).toEqual([
    'card string',
    'timestamp datetime',
    'failed long',
    'p95 real',
  ])
  await page.getByRole('button', { name: 'Set in query' }).waitFor()
  await screenshot(page, 'query-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('has no accessibility problems in light and on a narrow screen', async () => {
  await using light = await open(CHART, { colorScheme: 'light' })
  await cells(light.page).first().waitFor()
  await screenshot(light.page, 'query-light')
  expect(await accessibilityProblems(light.page)).toEqual([])

  await using narrow = await open(CHART, { colorScheme: 'light', viewport: { width: 360, height: 780 } })
  await cells(narrow.page).first().waitFor()
  await screenshot(narrow.page, 'query-360')
  expect(await accessibilityProblems(narrow.page)).toEqual([])
  await narrow.page.getByRole('button', { name: 'Tables and queries' }).click()
  await narrow.page.getByRole('button', { name: 'Columns of traces' }).click()
  await narrow.page.getByRole('button', { name: 'severityLevel' }).waitFor()
  expect(await accessibilityProblems(narrow.page)).toEqual([])
})

it('shows one series alone, and all again', async () => {
  await using opened = await open(CHART)
  const series = opened.page.getByRole('list', { name: 'Series' })

  await series.getByRole('button', { name: 'amex' }).click()
  expect(await series.getByRole('button', { name: 'amex' }).getAttribute('aria-pressed')).toBe('true')
  await series.getByRole('button', { name: 'amex' }).click()
  expect(await series.getByRole('button', { name: 'amex' }).getAttribute('aria-pressed')).toBe('false')
})

it('starts with samples, and runs the chosen one', async () => {
  await using opened = await open('')
  const { page } = opened
  await page.getByRole('heading', { name: 'Start with a question' }).waitFor()
  await screenshot(page, 'query-start')
  expect(await accessibilityProblems(page)).toEqual([])

  await page.getByRole('button', { name: 'How many requests fail' }).click()
  await page.getByRole('slider', { name: /^Chart total, failed/ }).waitFor()
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('button', { name: /How many requests fail, over time/ }).waitFor()
  expect(opened.errors).toEqual([])
})

it('runs only the query at the cursor, and keeps the text in the address', async () => {
  await using opened = await open('')
  const { page } = opened
  await write(page, 'print one = 1\n\nprint two = 2')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('columnheader', { name: 'two' }).waitFor()
  await page.getByText('Query 2 of 2').waitFor()
  await page.keyboard.press('Alt+ArrowUp')
  await page.getByText('As run at').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('columnheader', { name: 'one' }).waitFor()

  await page.waitForURL(/#/)
  expect(await decodeFragment(new URL(page.url()).hash.slice(1))).toBe('print one = 1\n\nprint two = 2')
  await page.reload()
  await page.getByRole('columnheader', { name: 'two' }).waitFor()
})

it('keeps the result while the query is changed, and says so', async () => {
  await using opened = await open('print one = 1')
  const { page } = opened
  await page.getByRole('columnheader', { name: 'one' }).waitFor()

  await page.getByRole('textbox', { name: /Query in KQL/ }).click()
  await page.keyboard.press('End')
  await page.keyboard.type('0')
  await page.getByText(/As run at .* before this edit/).waitFor()
  expect(await cells(page).allInnerTexts()).toEqual(['1'])
})

it('underlines a mistake, names its place, and suggests what was meant', async () => {
  await using opened = await open('print 1\n\ndependencies | top 20 by duratoin')
  const { page } = opened
  await page.locator('.cm-lintRange-error', { hasText: 'duratoin' }).waitFor()

  await page.getByRole('button', { name: /^Line 3, column 26: .*duration/ }).waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('Did you mean duration?')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('completes columns, functions and custom properties', async () => {
  await using opened = await open('')
  const { page } = opened
  await page.getByRole('button', { name: 'card.brand' }).waitFor()
  await write(page, 'requests | where ')
  await page.keyboard.type('resu')
  await page.getByRole('option', { name: /resultCode/ }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type(' == "500" | project customDimensions.car')
  await page.getByRole('option', { name: /card\.brand/ }).click()
  await page.keyboard.press('Escape')

  expect(await page.locator('.cm-line').allInnerTexts()).toEqual([
    'requests | where resultCode == "500" | project customDimensions["card.brand"]',
  ])
  expect(opened.errors).toEqual([])
})

it('stops a query that takes long', async () => {
  await using opened = await open(
    'range a from 1 to 100000000 step 1 | extend b = hash(a) | summarize dcount(b) by c = b % 1000000 | top 3 by dcount_b',
  )
  const { page } = opened
  await page.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('button', { name: /^Run/ }).waitFor()
  expect(await page.getByRole('progressbar').count()).toBe(0)
})

it('saves a query in the browser, and offers it again', async () => {
  await using opened = await open('// Every role\nrequests | distinct cloud_RoleName')
  const { page } = opened
  await cells(page).first().waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('dialog', { name: 'Save query' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved as Every role.').waitFor()

  await write(page, '')
  await page.getByRole('tab', { name: 'Saved' }).click()
  await page.getByRole('button', { name: 'Every role', exact: true }).click()
  expect(await page.locator('.cm-line').allInnerTexts()).toEqual([
    '// Every role',
    'requests | distinct cloud_RoleName',
  ])
})

it('restricts a query to the selected time, unless the query selects one', async () => {
  await using opened = await open('requests | summarize oldest = min(timestamp)', {}, '?from=-5m')
  const { page } = opened
  await cells(page).first().waitFor()
  const [first = ''] = await cells(page).allInnerTexts()

  expect(Date.parse(`${first.replace(' ', 'T')}Z`)).toBeGreaterThan(Date.now() - 10 * 60_000)
  await page.getByRole('button', { name: 'Last 5 min' }).click()
  await page.getByRole('button', { name: 'Last 1 h' }).click()
  await cells(page).getByText(first).waitFor({ state: 'hidden' })
  expect(new URL(page.url()).hash).not.toBe('')
})

it('moves through the rows with the keyboard, copies a cell, and opens a row', async () => {
  await using opened = await open(
    'traces | where isnotempty(operation_Id) | top 50 by timestamp | project timestamp, message, customDimensions, operation_Id',
    { permissions: ['clipboard-read', 'clipboard-write'] },
  )
  const { page } = opened
  await cells(page).first().waitFor()
  await grid(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const message = (await page.locator('[data-current]').textContent()) ?? ''
  await page.keyboard.press('Control+c')
  await page.getByText('The cell is copied.').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(message)

  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Row 1' })
  await panel.getByRole('link', { name: 'Open transaction' }).waitFor()
  expect(await panel.textContent()).toContain(message)
  expect(new URL(page.url()).search).toContain('row=0')
  expect(await accessibilityProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
})

it('shows text from telemetry as text, and saves it as CSV without formulas', async () => {
  const hostile = '=HYPERLINK("http://x.example")<img src=x onerror="document.title=`hacked`">'
  await postEnvelopes(local.url, [anEnvelope('EventData', { name: hostile, properties: { [hostile]: hostile } })])
  await using opened = await open(
    'customEvents | where name startswith "=" | project name, customDimensions | render barchart',
  )
  const { page } = opened
  await cells(page).first().waitFor()
  expect((await cells(page).allInnerTexts())[0]).toBe(hostile)
  expect(await page.locator('img').count()).toBe(0)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toContain(`\r\n"'=HYPERLINK(""http`)
  expect(opened.errors).toEqual([])
})

it('scrolls and sorts 100,000 rows without freezing', async () => {
  await using opened = await open(
    'range n from 1 to 120000 step 1 | project n, message = strcat("row ", hash(n) % 100000), even = n % 2 == 0',
  )
  const { page } = opened
  await page.getByText('Only the first 10,000 rows are read').waitFor()
  await page.getByRole('button', { name: 'Read up to 100,000' }).click()
  await page.getByText('100,000 rows in').waitFor()
  await page.getByText('Only the first 100,000 rows are read').waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(100)

  const list = grid(page)
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await page.locator('[aria-rowindex="100001"]').waitFor()
  const sorted = await page.evaluate(() => {
    const started = performance.now()
    const header = [...document.querySelectorAll<HTMLElement>('.grid-header button')].find((each) =>
      each.textContent.startsWith('message'),
    )
    header?.click()
    return new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now() - started)))
  })
  expect(sorted).toBeLessThan(1_500)
  await screenshot(page, 'query-100000')
})

it('opens the query of another view, and goes back', async () => {
  await using opened = await openPage(browser, new URL('live?level=error', local.url))
  const { page } = opened
  await page.getByRole('grid', { name: 'Items' }).waitFor()
  await page.keyboard.press('q')
  await page.waitForURL(/\/query#/)
  await page.getByRole('grid', { name: 'Rows' }).waitFor()
  await page.getByRole('button', { name: 'Set in query' }).waitFor()

  await page.goBack()
  await page.waitForURL(/\/live\?level=error/)
  expect(opened.errors).toEqual([])
})

it('shows where another service finds a mistake, and does not judge queries for it', async () => {
  await using other = await startLocal({ port: 0, source: local.url })
  const address = new URL(`query#${await encodeFragment('requests | where durration > 1')}`, other.url)
  address.searchParams.set('token', other.token ?? '')
  await using opened = await openPage(browser, address)
  const { page } = opened

  await page.getByRole('alert').waitFor()
  await page.locator('.cm-lintRange-error', { hasText: 'durration' }).waitFor()
  await page.getByRole('button', { name: /^Line 1, column 18: / }).waitFor()
})

it('gives integers beyond 2^53 without rounding', async () => {
  await using opened = await open('print large = 9007199254740993')
  const { page } = opened
  await cells(page).first().waitFor()

  expect(await cells(page).allInnerTexts()).toEqual(['9,007,199,254,740,993'])
})
