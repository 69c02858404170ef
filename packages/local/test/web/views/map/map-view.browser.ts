import { expect, it } from '@jest/globals'
import { startLocal } from '../../../../src'
import { anEnvelope, postEnvelopes } from '../../../an-envelope'
import { accessibilityProblems } from '../../axe'
import { screenshot } from '../../open-page'
import { fillShop } from '../../shop'
import { shopPage } from '../../shop-page'

const { open, openAt } = shopPage('map')

it('draws roles and what they call, with their figures', async () => {
  await using opened = await open('', { colorScheme: 'dark' })
  const { page } = opened
  await page.getByRole('button', { name: /payments .*failed/ }).waitFor()
  await page.getByRole('button', { name: /^api\.cardgate/ }).waitFor()
  const boxes = await page.locator('.map-node').allTextContents()
  expect(
    boxes.filter((box) => /storefront|checkout|payments|cardgate|shop-db/.test(box)).length,
  ).toBeGreaterThanOrEqual(5)
  await screenshot(page, 'map-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('shows the figures of a box, and keeps it in the address', async () => {
  await using opened = await open('', { colorScheme: 'light' })
  const { page } = opened
  await page.getByRole('button', { name: /payments .*failed/ }).click()
  await page.waitForURL(/at=role:payments/)
  const panel = page.getByLabel('Figures')
  await panel.getByText('Result codes').waitFor()
  expect(await panel.textContent()).toMatch(/Requests\d+/)
  await screenshot(page, 'map-light')
  expect(await accessibilityProblems(page)).toEqual([])
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
})

it('shows the same as a table', async () => {
  await using opened = await open()
  const { page } = opened
  await page.getByRole('button', { name: /payments .*failed/ }).waitFor()
  await page.keyboard.press('t')
  const row = page.getByRole('row', { name: /^checkout payments/ })
  await row.waitFor()
  await screenshot(page, 'map-table')
  await row.getByRole('button').click()
  await page.getByLabel('Figures').getByText('p99').waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
})

it('draws only the neighbours of a role where there are too many', async () => {
  const many = Array.from({ length: 60 }, (_, n) =>
    anEnvelope(
      'RemoteDependencyData',
      { id: `d${n}`, name: 'GET /', target: `service-${n}`, type: 'Http', duration: '00:00:00.01', success: true },
      { tags: { 'ai.operation.id': `many${n}`, 'ai.cloud.role': 'gateway' } },
    ),
  )
  await using crowded = await startLocal({ port: 0 })
  await fillShop(crowded.url, { checkouts: 20 })
  await postEnvelopes(crowded.url, many)
  await using opened = await openAt(crowded.url)
  await opened.page.getByText('too many to draw').waitFor()
  expect(await opened.page.locator('.map-node').count()).toBeLessThanOrEqual(61)
  await screenshot(opened.page, 'map-neighbours')
})

it('begins with the table on a narrow screen', async () => {
  await using opened = await open('', { viewport: { width: 360, height: 740 } })
  const { page } = opened
  await page.getByRole('row', { name: /^checkout payments/ }).waitFor()
  expect(await accessibilityProblems(page)).toEqual([])
  await screenshot(page, 'map-360')
  await page.getByRole('button', { name: 'As a drawing' }).click()
  await page.getByRole('button', { name: /payments .*failed/ }).waitFor()
})

it('says what to do when there is nothing to draw', async () => {
  await using empty = await startLocal({ port: 0 })
  await using opened = await openAt(empty.url)
  await opened.page.getByRole('heading', { name: 'No requests and no dependencies in this time' }).waitFor()
})
