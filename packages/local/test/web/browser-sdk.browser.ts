import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { startBrowser } from './open-page'

const ROOT = join(__dirname, '../../../..')
const SDK = require.resolve('@microsoft/applicationinsights-web/dist/es5/applicationinsights-web.min.js')

let browser: Browser
let local: LocalApplicationInsights
/** A page of another origin, which has the SDK of Application Insights. */
let shop: Server
let shopUrl: string

beforeAll(async () => {
  ;[browser, local] = await Promise.all([startBrowser(), startLocal({ port: 0 })])
  shop = createServer((request, response) => {
    const isScript = request.url === '/sdk.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? readFileSync(SDK) : `<!doctype html><title>Shop</title><script src="/sdk.js"></script>`)
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  shopUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`
})

afterAll(async () => {
  await browser.close()
  shop.close()
  await local.close()
})

/** Collects what the browser reports about requests to azmon local. The SDK also asks a server of Azure for settings. */
async function openShop(errors: string[]): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  page.on('console', (message) => {
    const isAboutUs = message.location().url.startsWith(local.url) || message.text().includes(local.url)
    if (message.type() === 'error' && isAboutUs) errors.push(message.text())
  })
  await page.goto(shopUrl)
  return page
}

/** Loads the SDK as its documentation says, with nothing but the connection string. */
function setUp(connectionString: string): void {
  const { ApplicationInsights } = (globalThis as unknown as { Microsoft: { ApplicationInsights: Sdk } }).Microsoft
    .ApplicationInsights
  const sdk = new ApplicationInsights({ config: { connectionString, disableStatsBeat: true } })
  sdk.loadAppInsights()
  Object.assign(globalThis, { sdk })
}

interface Sdk {
  readonly ApplicationInsights: new (options: object) => Tracker
}

interface Tracker {
  loadAppInsights(): void
  trackPageView(): void
  trackEvent(event: object): void
  trackException(exception: object): void
  trackTrace(trace: object): void
  trackMetric(metric: object): void
  flush(isAsync?: boolean): void
}

it('stores what the browser SDK sends from a page of another origin, and the browser reports no error', async () => {
  const errors: string[] = []
  const page = await openShop(errors)
  await page.evaluate(setUp, local.connectionString)
  await page.evaluate(() => {
    const { sdk } = globalThis as unknown as { sdk: Tracker }
    sdk.trackPageView()
    sdk.trackEvent({ name: 'Bought', properties: { sku: 'x' }, measurements: { total: 1.5 } })
    sdk.trackException({ exception: new RangeError('expired in 03/24') })
    sdk.trackTrace({ message: 'Cart is empty', severityLevel: 2 })
    sdk.trackMetric({ name: 'cart size', average: 3 })
    sdk.flush()
  })
  await local.waitForCounts({ pageViews: 1, customEvents: 1, exceptions: 1, traces: 1, customMetrics: 1 })
  const fromBrowser = {
    client_Type: 'Browser',
    client_Browser: expect.stringMatching(/^Chrome \d+/),
    client_OS: expect.stringMatching(/^Linux/),
    client_IP: '127.0.0.1',
    user_Id: expect.stringMatching(/./),
    session_Id: expect.stringMatching(/./),
    sdkVersion: expect.stringMatching(/^javascript:3/),
  }
  expect((await local.rows('pageViews'))[0]).toMatchObject({ ...fromBrowser, name: 'Shop', url: shopUrl })
  const [event] = await local.rows('customEvents')
  expect(event).toMatchObject({ ...fromBrowser, name: 'Bought', customMeasurements: { total: 1.5 } })
  expect((await local.rows('exceptions'))[0]).toMatchObject({ ...fromBrowser, type: 'RangeError' })
  expect((await local.rows('traces'))[0]).toMatchObject({ message: 'Cart is empty', severityLevel: 2 })
  expect((await local.rows('customMetrics'))[0]).toMatchObject({ name: 'cart size', valueSum: 3 })
  expect(errors).toEqual([])
  await page.context().close()
})

it('stores what the program for browsers in docs/local.md sends', async () => {
  const docs = readFileSync(join(ROOT, 'docs/local.md'), 'utf8')
  const [, code = ''] = /^```js browser\.js\n(.*?)^```/ms.exec(docs) ?? []
  const contents = code.replace('http://127.0.0.1:4380', local.url.slice(0, -1))
  const { outputFiles } = await build({ stdin: { contents, resolveDir: ROOT }, bundle: true, write: false })
  await local.reset()
  const errors: string[] = []
  const page = await openShop(errors)
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
  await page.waitForFunction(() => Object.values(sessionStorage).some((items) => items.includes('PageviewData')))
  await page.goto(`${shopUrl}?next`) // the SDK sends what it has collected when its page is left
  const [view] = await local.waitFor<{ name: string }>('pageViews')
  expect(view?.name).toBe('Shop')
  expect(errors).toEqual([])
  await page.context().close()
})

it('stores what the SDK sends when its page is left', async () => {
  await local.reset()
  const errors: string[] = []
  const page = await openShop(errors)
  await page.evaluate(setUp, local.connectionString)
  await page.evaluate(() => (globalThis as unknown as { sdk: Tracker }).sdk.trackEvent({ name: 'Left' }))
  await page.goto(`${shopUrl}?next`)
  const [event] = await local.waitFor<{ name: string }>("customEvents | where name == 'Left'")
  expect(event?.name).toBe('Left')
  expect(errors).toEqual([])
  await page.context().close()
})
