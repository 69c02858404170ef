import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../../src'
import { aMessage, anEnvelope, postEnvelopes } from '../../../an-envelope'
import { accessibilityProblems } from '../../axe'
import { openPage, screenshot, startBrowser } from '../../open-page'
import { fillShop } from '../../shop'

let local: LocalApplicationInsights
let browser: Browser

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await fillShop(local.url, { checkouts: 60 })
  await postEnvelopes(local.url, [
    aMessage('<b>old</b>', { time: '2020-01-01T00:00:00.000Z', tags: { 'ai.cloud.role': 'shop' } }),
    anEnvelope('MessageData', {}, { tags: { 'ai.internal.sdkVersion': 'dotnet:2.1' } }),
    anEnvelope('MessageData', { properties: { a: '1' } }),
    aMessage('x'.repeat(32_768)),
    aMessage('good', { tags: { 'ai.internal.sdkVersion': 'pyot:1.2' } }),
  ])
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await local.close()
})

function open(query = '', options?: Parameters<typeof openPage>[2]) {
  return openPage(browser, new URL(`inspector${query}`, local.url), options)
}

it('lists the SDKs that have sent, what they have probably cut, and what was refused by which rule', async () => {
  await using opened = await open('', { colorScheme: 'dark' })
  const { page } = opened
  await page.getByText('pyot:1.2').waitFor()
  await page.getByText('of exactly 32,768 characters').waitFor()
  await page.getByRole('button', { name: '109 A required field is missing 2' }).waitFor()
  await page.getByText('3 items refused since the start').waitFor()
  await screenshot(page, 'inspector-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('shows the items of one rule as they were sent, and how to mend them', async () => {
  await using opened = await open('', { colorScheme: 'light' })
  const { page } = opened
  await page.getByRole('button', { name: /older than 48 hours/ }).click()
  await page.waitForURL(/rule=103/)
  await page.getByText('Check the clock of the sender').waitFor()
  await page.locator('.refusal > button').click()
  expect(await page.locator('.refusal-item pre').textContent()).toContain('<b>old</b>')
  await screenshot(page, 'inspector-light')
  expect(await accessibilityProblems(page)).toEqual([])
})

it('says so if nothing was refused, and is usable at 360 px', async () => {
  await using calm = await startLocal({ port: 0 })
  await using opened = await openPage(browser, new URL('inspector', calm.url), {
    viewport: { width: 360, height: 780 },
  })
  await opened.page.getByRole('heading', { name: 'Nothing was refused' }).waitFor()
  await screenshot(opened.page, 'inspector-360')
  expect(await accessibilityProblems(opened.page)).toEqual([])
})

it('exports a time to a file, imports it elsewhere, and shows that time', async () => {
  await using other = await startLocal({ port: 0 })
  await using opened = await open('?from=-1h')
  const { page } = opened
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export this time' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^azmon-[\dT-]+\.jsonl\.gz$/)
  const file = await download.path()
  await using elsewhere = await openPage(browser, new URL('inspector?from=-5m', other.url))
  const choosing = elsewhere.page.waitForEvent('filechooser')
  await elsewhere.page.getByRole('button', { name: 'Import' }).click()
  await (await choosing).setFiles(file)
  await elsewhere.page.getByText(/[\d,]+ rows imported$/).waitFor()
  expect(await other.counts()).toEqual(await local.counts())
  await screenshot(elsewhere.page, 'inspector-imported')
  expect(await accessibilityProblems(elsewhere.page)).toEqual([])
  await elsewhere.page.getByRole('button', { name: 'Show that time' }).click()
  await elsewhere.page.waitForURL(/\/live\?from=2.*&to=2/)
  await elsewhere.page.getByText('good', { exact: true }).first().waitFor()
  expect([...opened.errors, ...elsewhere.errors]).toEqual([])
})

it('exports everything and imports a file by commands, and says what is wrong with a file', async () => {
  await using opened = await open()
  const { page } = opened
  const command = async (label: string) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(label)
    await page.getByRole('option', { name: label, exact: true }).click()
  }
  const downloading = page.waitForEvent('download')
  await command('Export everything to a file')
  const file = await (await downloading).path()
  const choose = async (chosen: string | { name: string; mimeType: string; buffer: Buffer }) => {
    const choosing = page.waitForEvent('filechooser')
    await command('Import a file')
    await (await choosing).setFiles(chosen)
  }
  await choose({ name: 'telemetry.jsonl.gz', mimeType: 'application/gzip', buffer: readFileSync(file) })
  await page.getByText(/^0 rows imported, [\d,]+ already here$/).waitFor()
  await choose({ name: '<b>.jsonl', mimeType: '', buffer: Buffer.from('{"a":1}') })
  await page.getByText('Line 1 of the file cannot be imported.').waitFor()
})
