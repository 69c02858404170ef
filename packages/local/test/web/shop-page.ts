import { afterAll, beforeAll } from '@jest/globals'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { type OpenedPage, openPage, startBrowser } from './open-page'
import { fillShop } from './shop'

export interface ShopPage {
  /** Opens the view, on a local Application Insights with the telemetry of the shop. */
  open(query?: string, options?: BrowserContextOptions): Promise<OpenedPage>
  /** Opens the view of another local Application Insights in the same browser. */
  openAt(url: string, options?: BrowserContextOptions): Promise<OpenedPage>
}

/** Starts a browser and a filled local Application Insights for the tests of a file, and closes both after them. */
export function shopPage(view: string): ShopPage {
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
  return {
    open: (query = '', options) => openPage(browser, new URL(`${view}${query}`, local.url), options),
    openAt: (url, options) => openPage(browser, new URL(view, url), options),
  }
}
