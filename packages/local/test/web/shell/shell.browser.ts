import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { type LocalApplicationInsights, startLocal } from '../../../src'
import { accessibilityProblems } from '../axe'
import { openPage, screenshot, startBrowser } from '../open-page'
import { fillShop } from '../shop'

let local: LocalApplicationInsights
let browser: Browser
let failedId: string

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  failedId = await fillShop(local.url)
  browser = await startBrowser()
})

afterAll(async () => {
  await browser.close()
  await local.close()
})

describe('the page', () => {
  // With the locale POSIX, the browser has a language that Intl does not accept.
  it('loads a view that formats numbers in any locale', async () => {
    await using opened = await openPage(browser, new URL('/metrics', local.url))

    await opened.page.getByRole('contentinfo').waitFor()
    expect(await opened.page.getByText('could not be loaded').count()).toBe(0)
    expect(opened.errors).toEqual([])
  })

  it('loads without errors of scripts or of its content security policy', async () => {
    await using opened = await openPage(browser, local.url)

    await opened.page.getByRole('link', { name: 'Live' }).waitFor()
    expect(opened.errors).toEqual([])
  })

  it('shows the roles in order of first arrival with two letters each', async () => {
    await using opened = await openPage(browser, local.url)
    const marks = opened.page.getByRole('group', { name: 'Roles' }).locator('.mark')

    await marks.first().waitFor()
    expect(await marks.allTextContents()).toEqual(['st', 'ch', 'pa', 'ma'])
  })

  it('switches between dark and light and remembers it', async () => {
    await using opened = await openPage(browser, local.url, { colorScheme: 'dark' })
    const background = () => opened.page.evaluate(() => getComputedStyle(document.body).backgroundColor)

    expect(await background()).toBe('rgb(16, 18, 22)')
    await opened.page.getByRole('button', { name: 'Dark or light' }).click()
    expect(await background()).toBe('rgb(255, 255, 255)')
    await opened.page.reload()
    expect(await background()).toBe('rgb(255, 255, 255)')
  })

  it('keeps the time range in the address, and goes back to the view before', async () => {
    await using opened = await openPage(browser, new URL('/live?from=-1h', local.url))
    const { page } = opened

    await page.getByRole('button', { name: 'Last 1 h' }).click()
    await page.getByRole('button', { name: 'Last 15 min' }).click()
    expect(new URL(page.url()).search).toBe('?from=-15m')
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.waitForURL(/\/failures\?from=-15m$/)
    await page.goBack()
    await page.waitForURL(/\/live\?from=-15m$/)
    await page.getByRole('grid', { name: 'Items' }).waitFor()
  })

  it('opens the list of keys with ?, and closes it with Escape', async () => {
    await using opened = await openPage(browser, local.url)
    const help = opened.page.getByRole('dialog', { name: 'All keys' })

    await opened.page.keyboard.press('?')
    await help.waitFor()
    expect(await accessibilityProblems(opened.page)).toEqual([])
    await opened.page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
  })

  it('finds operations, roles and commands, and runs the selected one', async () => {
    await using opened = await openPage(browser, local.url)
    const { page } = opened

    await page.keyboard.press('Control+k')
    await page.keyboard.type('check')
    await page.getByRole('option', { name: /POST \/checkout/ }).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await screenshot(page, 'palette')
    await page.getByRole('option', { name: 'Only role checkout' }).click()
    expect(new URL(page.url()).search).toBe('?role=checkout')
  })

  it.each([1440, 360])('names the other source that it shows, at %i px', async (width) => {
    await using another = await startLocal({ port: 0, source: local.url })
    const address = new URL(`/live?token=${another.token}`, another.url)
    await using opened = await openPage(browser, address, { viewport: { width, height: 800 } })
    const name = opened.page.getByText(`azmon local at ${new URL(local.url).host}`)

    await name.waitFor()
    await opened.page.getByRole('group', { name: 'Roles' }).locator('.mark').first().waitFor()
    expect(await accessibilityProblems(opened.page)).toEqual([])
    await screenshot(opened.page, `source-${width}`)
  })

  it('opens the transaction of a pasted id with Enter', async () => {
    await using opened = await openPage(browser, local.url)
    const { page } = opened

    await page.keyboard.press('/')
    await page.keyboard.insertText(`00-${failedId}-00f067aa0ba902b7-01`)
    await page.getByText(/items belong to it/).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(new URL(`/transaction/${failedId}`, local.url).href)
  })

  it.each([
    [1440, 'dark'],
    [1440, 'light'],
    [360, 'dark'],
    [360, 'light'],
  ] as const)('has no serious accessibility problem at %i px, %s', async (width, colorScheme) => {
    await using opened = await openPage(browser, local.url, { viewport: { width, height: 800 }, colorScheme })

    await opened.page.getByRole('group', { name: 'Roles' }).waitFor()
    expect(await accessibilityProblems(opened.page)).toEqual([])
    await screenshot(opened.page, `shell-${width}-${colorScheme}`)
  })
})
