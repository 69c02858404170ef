import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { anEnvelope, postEnvelopes } from '../../../an-envelope'
import { openPage, startBrowser } from '../../open-page'

const MARKUP = '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>'

let local: LocalApplicationInsights
let browser: Browser

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  browser = await startBrowser()
  const tags = Object.fromEntries(
    ['cloud.role', 'cloud.roleInstance', 'operation.id', 'operation.name', 'operation.parentId', 'application.ver'].map(
      (name) => [`ai.${name}`, `${MARKUP} ${name}`.slice(0, 128)],
    ),
  )
  const properties = { [MARKUP]: MARKUP, url: 'javascript:alert(1)' }
  const frames = [{ level: 0, method: MARKUP, fileName: `/src/${MARKUP}`, assembly: MARKUP, line: 1 }]
  const exceptions = [{ typeName: MARKUP, message: MARKUP, hasFullStack: true, parsedStack: frames }]
  await postEnvelopes(local.url, [
    anEnvelope('MessageData', { message: MARKUP, severityLevel: 2, properties }, { tags }),
    anEnvelope('ExceptionData', { exceptions, properties }, { tags }),
    anEnvelope('EventData', { name: MARKUP, properties, measurements: { [MARKUP]: 1 } }, { tags }),
    anEnvelope(
      'RequestData',
      { id: 'a', name: MARKUP, url: 'javascript:alert(1)', responseCode: MARKUP, duration: '00:00:01', success: false },
      { tags },
    ),
    anEnvelope(
      'RemoteDependencyData',
      { id: 'b', name: MARKUP, type: MARKUP, target: MARKUP, data: MARKUP, duration: '00:00:01', success: false },
      { tags },
    ),
  ])
})

afterAll(async () => {
  await browser.close()
  await local.close()
})

it('shows markup in any field as text', async () => {
  const facet = encodeURIComponent(MARKUP)
  await using opened = await openPage(browser, new URL(`/live?facet=${facet}&col=${facet}&p.a!=${facet}`, local.url))
  const { page } = opened
  const rows = page.locator('.live-row:not(.live-header)')

  await rows.nth(4).waitFor()
  for (let index = 0; index < 5; index++) {
    await rows.nth(index).click()
    await page.getByRole('article', { name: 'Record' }).locator('.property').first().waitFor()
    expect(await page.locator('#app :is(img, script, iframe, a[href^="javascript"])').count()).toBe(0)
  }
  expect(await page.locator('.message', { hasText: MARKUP }).count()).toBe(5)
  expect(await page.title()).toBe('Live - azmon local')
  expect(opened.errors).toEqual([])
})

it('shows markup in the address and the palette as text', async () => {
  await using opened = await openPage(browser, new URL(`/live?q=${encodeURIComponent(MARKUP)}`, local.url))
  const { page } = opened

  await page.keyboard.press('Control+k')
  await page.keyboard.type('<img src=x>')
  await page.getByRole('option', { name: 'Search every field for "<img src=x>"' }).waitFor()
  expect(await page.locator('#app :is(img, script)').count()).toBe(0)
  expect(opened.errors).toEqual([])
})
