import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { type Browser, chromium as playwright } from 'playwright-core'
import { customers, sendRequest } from './customers'
import { openShop } from './shop/open-shop'

/**
 * Makes the pictures in docs/pictures from the page of a local Application Insights, with the telemetry of the demo: two minutes
 * of traffic, in which a release begins to fail for some cards.
 */
async function main(): Promise<void> {
  await using local = await startLocal({ port: 0 })
  console.log(`The shop runs for ${(BEFORE_MS + AFTER_MS) / 1_000} s`)
  await runShop(local.connectionString)
  const browser = await startBrowser()
  try {
    await takeAll(browser, local)
  } finally {
    await browser.close()
  }
}

// --- helpers, in order of use ---

const BEFORE_MS = 60_000
const AFTER_MS = 60_000
const SEED = 7

async function runShop(connectionString: string): Promise<void> {
  const shop = await openShop(connectionString)
  const requests = customers(SEED)
  const send = async (ms: number) => {
    const endMs = Date.now() + ms
    while (Date.now() < endMs) {
      await sendRequest(requests.next().value, shop.url)
      await sleep(60)
    }
  }
  await send(BEFORE_MS)
  await shop.release('2.8.0')
  await send(AFTER_MS)
  await shop.close()
}

/** Chromium comes inside an npm package, so that nothing is downloaded from elsewhere. */
async function startBrowser(): Promise<Browser> {
  const { default: chromium } = await import('@sparticuz/chromium')
  // A browser of a single process ends with its first context.
  const args = chromium.args.filter((arg) => arg !== '--single-process')
  return playwright.launch({ executablePath: await chromium.executablePath(), args })
}

interface Picture {
  readonly name: string
  readonly path: string
  readonly scheme: 'dark' | 'light'
  /** An element that is there when the picture is complete. */
  readonly ready: string
}

/** The time of the shop, a little more than it ran. */
const RANGE = 'from=-3m'
const FOLDER = join(__dirname, '../../../docs/pictures')

async function takeAll(browser: Browser, local: LocalApplicationInsights): Promise<void> {
  const { rows } = await local.query(
    'exceptions | where type == "TypeError" and cloud_RoleName == "payments" | top 1 by timestamp | project operation_Id',
  )
  const operation = String(rows[0]?.['operation_Id'])
  const kql =
    'requests | where success == false | summarize failed = sum(itemCount) by bin(timestamp, 5s), name | render timechart'
  const pictures: readonly Picture[] = [
    { name: 'live-dark', path: `live?${RANGE}`, scheme: 'dark', ready: '.live-row:nth-child(12)' },
    { name: 'live-light', path: `live?${RANGE}`, scheme: 'light', ready: '.live-row:nth-child(12)' },
    { name: 'transaction', path: `transaction/${operation}`, scheme: 'light', ready: '.details' },
    { name: 'failures', path: `failures?${RANGE}`, scheme: 'light', ready: '.sample' },
    { name: 'performance', path: `performance?${RANGE}`, scheme: 'light', ready: '.sample' },
    { name: 'map', path: `map?${RANGE}`, scheme: 'light', ready: '.map-node' },
    { name: 'metrics', path: `metrics?${RANGE}`, scheme: 'light', ready: '.small-metric' },
    { name: 'query', path: `query?${RANGE}#${await fragmentOf(kql)}`, scheme: 'light', ready: '.cm-content' },
  ]
  mkdirSync(FOLDER, { recursive: true })
  for (const picture of pictures) await take(picture, browser, local.url)
}

/** Deflates a query as the page does for its addresses. */
async function fragmentOf(kql: string): Promise<string> {
  const deflated = new Blob([kql]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return Buffer.from(await new Response(deflated).arrayBuffer()).toString('base64url')
}

async function take({ name, path, scheme, ready }: Picture, browser: Browser, url: string): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: scheme,
    locale: 'en-US', // without one, Chromium in a container has a language that Intl does not know
  })
  const page = await context.newPage()
  await page.goto(new URL(path, url).href)
  await page.locator(ready).first().waitFor()
  await page.waitForLoadState('networkidle')
  if (name === 'query') await page.keyboard.press('Control+Enter')
  await sleep(1_000) // charts are drawn in the next frames
  const file = join(FOLDER, `${name}.png`)
  await page.screenshot({ path: file })
  await context.close()
  console.log(`docs/pictures/${name}.png, ${Math.round(statSync(file).size / 1024)} KB`)
}

void main()
