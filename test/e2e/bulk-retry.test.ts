import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import { startBrowser, type TestBrowser, type Visit } from '../support/chromium.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

const count = 50
/** A machine that is busy with other things takes its time with so many. */
const slowMs = 240_000
let world: World
let account: Account
let browser: TestBrowser
let visit: Visit
beforeAll(async () => {
  world = await createWorld()
  ;[account, browser] = await Promise.all([createAccount(world), startBrowser(world)])
  await world.rillet.post('/_sandbox/faults', {
    kind: 'status',
    status: 400,
    body: { title: 'No', status: 400 },
    match: { method: 'POST', path: '^/invoices$' },
    times: count,
  })
  const ids = await Promise.all(Array.from({ length: count }, () => account.draft()))
  await Promise.all(ids.map((id) => account.finalize(id)))
  await vi.waitUntil(async () => (await countBlocked()) === count, {
    timeout: 200_000,
    interval: 500,
  })
  visit = await browser.visit({ role: 'operator', accountId: account.id, keep: true })
}, slowMs)
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

async function countBlocked(): Promise<number> {
  const { items } = await world.api.get(`${account.at}/invoices/counts`)
  return items.find(({ state }: Json) => state === 'blocked')?.count ?? 0
}

/** Chooses the class of error in the list, reads the estimate, and starts with a reason. */
async function start(page: Page, reason: string): Promise<void> {
  await page.goto(`/accounts/${account.id}/invoices`)
  await page.getByRole('link', { name: /Rillet refused/ }).click()
  await page.getByRole('button', { name: 'Retry all of this filter' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('50 blocked').waitFor()
  await dialog.getByText('about 1 minute').waitFor()
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Retry them' }).click()
  await page.getByRole('heading', { name: 'Retry of 50 invoices' }).waitFor()
}

test('a bulk retry that is cancelled asks nobody else', async () => {
  const { page, troubles } = visit
  await world.stopWorker()
  await start(page, 'Too early')
  await page.getByText('50 are to come').waitFor()
  await page.getByRole('button', { name: 'Cancel the rest' }).click()
  await page.getByText('Cancelled.').waitFor()
  await page.getByText('50 were not asked').waitFor()
  expect(await page.getByRole('button', { name: 'Cancel the rest' }).count()).toBe(0)
  await world.startWorker()
  expect(troubles).toEqual([])
})

test(
  'fifty of one class of error are retried at once, with progress and a result for each',
  async () => {
    const { page, troubles } = visit
    await start(page, 'Rillet is mended')
    const progress = page.getByRole('progressbar', { name: 'Progress' })
    expect(await progress.getAttribute('max')).toBe(String(count))
    await page.getByText('Done. 50 are done').waitFor({ timeout: 200_000 })
    const results = page.getByRole('table', { name: 'Result for each invoice' })
    const rows = results.getByRole('row').filter({ hasText: 'Synced' })
    await expect.poll(() => rows.count()).toBe(count)

    await page.getByRole('link', { name: 'Bulk retries' }).click()
    await page.getByRole('cell', { name: 'Rillet is mended' }).waitFor()
    await page.getByRole('cell', { name: 'Cancelled' }).waitFor()
    const { invoices } = await account.books()
    expect(invoices).toHaveLength(count)
    expect(troubles).toEqual([])
  },
  slowMs,
)
