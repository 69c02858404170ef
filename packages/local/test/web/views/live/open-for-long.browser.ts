import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, CDPSession } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { aMessage, postEnvelopes } from '../../../an-envelope'
import { openPage, startBrowser } from '../../open-page'

/** `SOAK_SECONDS=3600 npm run test:browser -- open-for-long` leaves the page open for an hour. */
const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 10)
const WARM_UP_SECONDS = 5
const MAX_GROWTH_BYTES = 2 * 1024 * 1024
/** 80 rows, the facets, and a histogram of 120 bins, which fill over time. */
const MAX_NODES = 5_000

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

it(
  'does not grow while it shows what arrives',
  async () => {
    await using opened = await openPage(browser, new URL('live', local.url))
    const session = await opened.page.context().newCDPSession(opened.page)
    await send(WARM_UP_SECONDS)
    await opened.page.locator('.live-row').nth(5).waitFor()
    const before = await sizeOf(session)
    await send(SECONDS)
    const after = await sizeOf(session)
    expect(after.heapBytes - before.heapBytes).toBeLessThan(MAX_GROWTH_BYTES)
    expect(after.nodes).toBeLessThan(MAX_NODES)
    expect(opened.errors).toEqual([])
  },
  (SECONDS + WARM_UP_SECONDS + 60) * 1_000,
)

// --- helpers ---

let sent = 0

/** Sends 1,000 items a second, as a program does: several requests a second. */
async function send(seconds: number): Promise<void> {
  const endMs = Date.now() + seconds * 1_000
  while (Date.now() < endMs) {
    const items = Array.from({ length: 200 }, () => aMessage(`order ${++sent} has been placed`))
    await Promise.all([postEnvelopes(local.url, items), sleep(200)])
  }
}

/** What the page holds after a garbage collection. */
async function sizeOf(session: CDPSession): Promise<{ readonly heapBytes: number; readonly nodes: number }> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  return { heapBytes: usedSize, nodes }
}
