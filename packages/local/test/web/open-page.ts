import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'

/** A browser that a test file shares. */
export async function startBrowser(): Promise<Browser> {
  const { default: chromium } = await import('@sparticuz/chromium')
  // A browser of a single process ends with its first context.
  const args = chromium.args.filter((arg) => arg !== '--single-process')
  return playwright.launch({ executablePath: await chromium.executablePath(), args })
}

export interface OpenedPage extends AsyncDisposable {
  readonly page: Page
  /** What the browser reported: errors of scripts, and what the content security policy blocked. */
  readonly errors: readonly string[]
}

/** Opens an address in a context of its own. Waits until the view has loaded. */
export async function openPage(
  browser: Browser,
  url: string | URL,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(String(url))
  await page.locator('main.view:not([aria-busy])').first().waitFor()
  return { page, errors, [Symbol.asyncDispose]: () => context.close() }
}

/** Saves a picture in `packages/local/screenshots`, to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(__dirname, '../../screenshots')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
