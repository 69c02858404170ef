import { expect, it } from '@jest/globals'
import { startLocal } from '../../../../src'
import { anEnvelope, postEnvelopes } from '../../../an-envelope'
import { accessibilityProblems } from '../../axe'
import { screenshot } from '../../open-page'
import { shopPage } from '../../shop-page'

const { open, openAt } = shopPage('failures')

it('lists what fails, and says what the failed operations have in common', async () => {
  await using opened = await open('', { colorScheme: 'dark' })
  const { page } = opened
  await page.getByRole('button', { name: 'POST /checkout' }).waitFor()
  const common = page.locator('.common-row', { hasText: 'card.threeDS' })
  await common.waitFor()
  expect(await common.textContent()).toContain('required')
  await page.locator('.sample').first().waitFor()
  await page.locator('.histogram-bars > *').first().waitFor()
  await screenshot(page, 'failures-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('explains a problem by its stack, and opens a sample', async () => {
  await using opened = await open('', { colorScheme: 'light' })
  const { page } = opened
  await page
    .getByRole('button', { name: /TypeError at startChallenge/ })
    .first()
    .click()
  await page.waitForURL(/at=exception/)
  await page.getByRole('heading', { name: 'TypeError', exact: true }).waitFor()
  await screenshot(page, 'failures-problem-light')
  expect(await accessibilityProblems(page)).toEqual([])
  await page.locator('.sample').first().click()
  await page.waitForURL(/\/transaction\/[\da-f]{32}/)
  await page.getByRole('heading', { name: /failed with/ }).waitFor()
})

it('shows no answer about one operation for the next, and says what could not be read', async () => {
  await using opened = await open()
  const { page } = opened
  const bars = page.locator('.histogram-bars > *')
  await bars.first().waitFor()
  await page.getByRole('heading', { name: 'POST /charges' }).waitFor()

  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/query', async (route) => {
    if (route.request().postData()?.includes('name == \\"POST /orders\\"')) await held
    await route.continue()
  })
  await page.getByRole('button', { name: 'POST /orders' }).first().click()
  await page.getByRole('heading', { name: 'POST /orders' }).waitFor()
  expect([await bars.count(), await page.locator('.sample').count()]).toEqual([0, 0])
  release()
  await bars.first().waitFor()

  await page.unroute('**/query')
  await page.route('**/query', (route) => route.abort())
  await page.getByRole('button', { name: 'POST /checkout' }).first().click()
  await page.getByText('Could not be read: azmon local does not answer').first().waitFor()
})

it('moves through the lists with the keyboard, and is usable at 360 px', async () => {
  await using opened = await open('', { viewport: { width: 360, height: 780 } })
  const { page } = opened
  await page.getByRole('button', { name: 'POST /checkout' }).waitFor()
  await page.keyboard.press('j')
  await page.waitForURL(/at=operation/)
  await screenshot(page, 'failures-360')
  expect(await accessibilityProblems(page)).toEqual([])
})

it('says how many operations succeeded when none failed', async () => {
  await using calm = await startLocal({ port: 0 })
  await postEnvelopes(calm.url, [
    anEnvelope('RequestData', { id: 'a', name: 'GET /', duration: '00:00:01', responseCode: '200', success: true }),
  ])
  await using opened = await openAt(calm.url)
  await opened.page.getByRole('heading', { name: 'No failures in this range' }).waitFor()
  await opened.page.getByText('1 requests and 0 dependencies succeeded').waitFor()
})
