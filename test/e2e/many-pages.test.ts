import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountPages } from '../../console/pages.ts'
import { type Account, createAccount } from '../support/account.ts'
import { startBrowser, type TestBrowser } from '../support/chromium.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
let browser: TestBrowser
beforeAll(async () => {
  world = await createWorld()
  ;[account, browser] = await Promise.all([
    createAccount(world),
    startBrowser(world, { keepsPages: true }),
  ])
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const [first, second, ...others] = accountPages
const isStream = (request: { url: () => string }) => request.url().endsWith('/events')

/** Loads a page whole, and waits until it is there and listens. */
async function load(page: Page, { path, title }: { path: string; title: string }): Promise<void> {
  await Promise.all([
    page.waitForRequest(isStream),
    page.goto(`/accounts/${account.id}/${path}`),
    page.getByRole('heading', { level: 1, name: title }).waitFor(),
  ])
}

/** Brings a tab behind the others, or back: every tab of a test is in front otherwise. */
const setVisibility = (page: Page, state: 'visible' | 'hidden') =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  `)

test('nine pages in one tab all answer, in a browser that keeps the pages it left', async () => {
  const { page, troubles } = await browser.visit()
  for (const one of [first, second, ...others.slice(0, 7)]) await load(page, one)
  expect(troubles).toEqual([])
})

test('a page that one goes back to is the one that was left, and listens again', async () => {
  const { page } = await browser.visit()
  await load(page, first)
  await page.evaluate('globalThis.wasLeft = true')
  await load(page, second)
  await Promise.all([page.waitForRequest(isStream), page.goBack({ waitUntil: 'commit' })])
  await page.getByRole('heading', { level: 1, name: first.title }).waitFor()
  expect(await page.evaluate('globalThis.wasLeft')).toBe(true)
})

test('tabs behind others leave the tab in front its lines, and listen again in front', async () => {
  const { page, context } = await browser.visit()
  await load(page, first)
  await setVisibility(page, 'hidden')
  for (const one of [second, ...others.slice(0, 7)]) {
    const tab = await context.newPage()
    await load(tab, one)
    await setVisibility(tab, 'hidden')
  }
  await Promise.all([
    page.waitForRequest(isStream),
    page.waitForRequest(/\/invoices\?|\/invoices$/),
    setVisibility(page, 'visible'),
  ])
})
