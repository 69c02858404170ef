import { expect, it } from '@jest/globals'
import { startLocal } from '../../../../src'
import { accessibilityProblems } from '../../axe'
import { screenshot } from '../../open-page'
import { shopPage } from '../../shop-page'

const { open, openAt } = shopPage('compare')

it('compares the selected time with the time before', async () => {
  await using opened = await open('?from=-10m', { colorScheme: 'dark' })
  const { page } = opened
  await page.getByRole('link', { name: /POST \/checkout/ }).waitFor()
  await page.getByText(/requests compared with/).waitFor()
  expect(await page.getByRole('columnheader', { name: 'before' }).count()).toBe(3)
  await screenshot(page, 'compare-dark')
  expect(await accessibilityProblems(page)).toEqual([])
  expect(opened.errors).toEqual([])
})

it('compares two versions, and keeps them in the address', async () => {
  await using opened = await open('', { colorScheme: 'light' })
  const { page } = opened
  await page.getByRole('option', { name: 'payments 2.8.0' }).first().waitFor({ state: 'attached' })
  await page.getByLabel('Compare').selectOption({ label: 'payments 2.8.0' })
  await page.getByLabel('with').selectOption({ label: 'payments 2.7.3' })
  await page.waitForURL(/a=version~payments~2\.8\.0.*b=version~payments~2\.7\.3/)
  await page.getByRole('link', { name: /POST \/charges/ }).waitFor()
  await screenshot(page, 'compare-versions-light')
  expect(await accessibilityProblems(page)).toEqual([])
})

it('says so if there is nothing to compare, and is usable at 360 px', async () => {
  await using empty = await startLocal({ port: 0 })
  await using opened = await openAt(empty.url, { viewport: { width: 360, height: 780 } })
  await opened.page.getByRole('heading', { name: 'Neither side has requests, exceptions or logs' }).waitFor()
  expect(await accessibilityProblems(opened.page)).toEqual([])
})
