import { expect, it } from '@jest/globals'
import { startLocal } from '../../../../src'
import { accessibilityProblems } from '../../axe'
import { screenshot } from '../../open-page'
import { shopPage } from '../../shop-page'

const { open, openAt } = shopPage('performance')

it('lists operations by the time they take, and shows what the slow ones wait for', async () => {
  await using opened = await open('', { colorScheme: 'dark' })
  const { page } = opened
  await page.getByRole('button', { name: 'POST /checkout' }).click()
  await page.getByText('What the slow ones wait for').waitFor()
  await page.locator('.common-row', { hasText: 'POST /orders' }).waitFor()
  await page.locator('.sample').first().waitFor()
  await screenshot(page, 'performance-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('changes what counts as slow with a click on a bar', async () => {
  await using opened = await open('', { colorScheme: 'light' })
  const { page } = opened
  await page.getByRole('button', { name: 'POST /checkout' }).click()
  const bars = page.getByRole('button', { name: /^Slow from/ })
  await bars.first().waitFor()
  await bars.last().click()
  await page.waitForURL(/slow=\d/)
  expect(await page.locator('.histogram-bars .slow').count()).toBe(1)
  await screenshot(page, 'performance-light')
  expect(await accessibilityProblems(page)).toEqual([])
})

it('says what to do when there is nothing', async () => {
  await using empty = await startLocal({ port: 0 })
  await using opened = await openAt(empty.url)
  await opened.page.getByRole('heading', { name: 'No requests and no dependencies in this range' }).waitFor()
})
