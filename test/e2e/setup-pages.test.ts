import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSignInLink } from '../../store/person-command.ts'
import { createSession } from '../../store/session.ts'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { layoutFaults } from '../support/page-checks.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let browser: Browser
let context: BrowserContext
beforeAll(async () => {
  world = await createWorld()
  const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))
  browser = await chromium.launch({
    ...(installed === undefined ? {} : { executablePath: installed }),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const grant = { accountId: '*', role: 'admin' as const }
  await makeSignInLink(world.db, { name: 'Ada', grant, minutes: 10 })
  const { id } = await world.db
    .selectFrom('operator')
    .select('id')
    .where('name', '=', 'Ada')
    .executeTakeFirstOrThrow()
  const value = await createSession(world.db, {
    operatorId: id,
    method: 'link',
    ip: '127.0.0.1',
    userAgent: 'test',
  })
  context = await browser.newContext({ acceptDownloads: true })
  await context.addCookies([{ name: 'sequence-rillet', value, url: world.apiUrl }])
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

/** Opens a page of the account; what it complains of fails the test. */
async function open(accountId: string, path: string): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${world.apiUrl}/accounts/${accountId}/${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

test('linking a customer lets the invoice that waits for it go on, without a retry', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const made = await account.rillet.post('/customers', { name: account.customer.legalName })
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  await account.until(invoiceId, 'blocked')
  const page = await open(account.id, 'customers')
  await page.getByText('Not linked').first().waitFor()
  await page.getByRole('button', { name: 'Link to Rillet' }).first().click()
  await page.getByRole('radio', { name: made.name }).check()
  await page.getByRole('button', { name: 'Link', exact: true }).click()
  await account.until(invoiceId, 'synced')
  await page.getByRole('button', { name: 'Unlink' }).waitFor()
  await page.close()
})

test('what differs is shown side by side and settled with a reason', async () => {
  const account = await createAccount(world)
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  const { rilletId } = await account.until(invoiceId, 'synced')
  const { items, ...header } = await account.rillet.get(`/invoices/${rilletId}`)
  await account.rillet.put(`/invoices/${rilletId}`, {
    scope: 'REVENUE_RECOGNITION_ONLY',
    invoice_date: '2026-11-03',
    due_date: header.due_date,
    invoice_number: header.invoice_number,
    items: items.map(({ id, description }: Json) => ({ id, description })),
    external_references: header.external_references,
  })
  await account.until(invoiceId, 'drift')
  const page = await open(account.id, 'drift')
  await page.getByRole('cell', { name: '2026-11-03', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Push ours' }).waitFor()
  await page.getByRole('button', { name: 'Accept theirs' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('The books are right')
  await dialog.getByRole('button', { name: 'Accept theirs' }).click()
  await account.until(invoiceId, 'synced')
  await page.getByText('Nothing differs').waitFor()
  await page.close()
})

test('what happens later is chosen in Settings, saved together and shown when the page is opened again', async () => {
  const account = await createAccount(world)
  const before = await world.api.get(`${account.at}/settings`)
  const chosen = [
    ['Voided invoices', 'Ask every time'],
    ['Closed periods', 'Book it on the first open day'],
    ['Credit notes', 'Book them as credit memos'],
    ['Invoices that nobody told of', 'Book them'],
    ['Edits of customers in Sequence', 'Leave Rillet’s customers alone'],
    ['Payment links that decide', 'Those of Stripe'],
  ] as const
  const page = await open(account.id, 'settings')
  const section = page.getByRole('region', { name: 'What happens later' })
  for (const [label, option] of chosen) await section.getByLabel(label).selectOption(option)
  await section.getByLabel('Bank account').fill('nowhere')
  const save = section.getByRole('button', { name: 'Save' })
  await save.click()
  expect(await section.getByRole('alert').innerText()).toMatch(
    /^Rillet has no such thing\.\s+Bank account: Rillet has no such active bank account: choose one that is there\.$/,
  )
  expect(await world.api.get(`${account.at}/settings`)).toEqual(before)

  const { accounts } = await account.rillet.get('/bank-accounts')
  await section.getByLabel('Bank account').fill(accounts[0].id)
  await save.click()
  await page.getByText('What waited for it goes on by itself.').waitFor()
  expect(await world.api.get(`${account.at}/settings`)).toEqual({
    ...before,
    voidPolicy: 'ask',
    closedPeriodPolicy: 'dateOnOpenDay',
    creditNotes: 'sync',
    unknownInvoices: 'sync',
    customerSync: 'off',
    mutingPaymentLinks: ['STRIPE'],
    bankAccountId: accounts[0].id,
  })

  await page.reload()
  const shown = (label: string) => section.getByLabel(label).locator('option:checked').textContent()
  for (const [label, option] of chosen) expect(await shown(label)).toBe(option)
  await section.getByLabel('Bank account').fill(' ')
  await save.click()
  await expect
    .poll(async () => (await world.api.get(`${account.at}/settings`)).bankAccountId)
    .toBeNull()
  await page.close()
})

test('codes of the tax table are described in Settings, and then the scope Full can be chosen', async () => {
  const account = await createAccount(world)
  const settings = () => world.api.get(`${account.at}/settings`)
  const page = await open(account.id, 'settings')
  const books = page.getByRole('region', { name: 'How invoices are booked' })
  await books.getByLabel('Scope').selectOption('Full')
  await books.getByRole('button', { name: 'Save' }).click()
  expect(await books.getByRole('alert').innerText()).toMatch(
    /Tax codes: The scope Full needs .*: under Tax table describe US_SALES, REVERSE\.$/,
  )

  const table = page.getByRole('region', { name: 'Tax table' })
  const row = (code: string) => table.getByRole('group', { name: `The code ${code}` })
  const describeCode = async (code: string, words: [string, string][]) => {
    for (const [label, text] of words) await row(code).getByLabel(label).fill(text)
  }
  await table.getByRole('button', { name: 'Describe a sales tax code' }).click()
  await describeCode('US_SALES', [
    ['Country', 'us'],
    ['Description', 'Sales tax by address'],
    ['Per cent', 'none'],
  ])
  await table.getByRole('button', { name: 'Describe a VAT code' }).click()
  await describeCode('REVERSE', [
    ['Country', 'GB'],
    ['Description', 'Reverse charge'],
    ['Per cent', '0'],
  ])
  const save = table.getByRole('button', { name: 'Save' })
  await save.click()
  expect(await table.getByRole('alert').innerText()).toMatch(
    /Tax codes, row 1, per cent, if fixed: This must be per cent/,
  )
  await row('US_SALES').getByLabel('Per cent').fill('')
  await save.click()
  const codes = [
    { code: 'US_SALES', country: 'US', type: 'SALES_TAX', description: 'Sales tax by address' },
    { code: 'REVERSE', country: 'GB', type: 'VAT', description: 'Reverse charge' },
  ]
  const percentages = [null, '0']
  await expect
    .poll(async () => (await settings()).taxCodes)
    .toEqual(codes.map((code, index) => ({ ...code, percentage: percentages[index] })))
  await books.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await settings()).scope).toBe('FULL')

  await page.reload()
  await row('REVERSE').waitFor()
  for (const { code, country, type, description } of codes) {
    const shown = (label: string) => row(code).getByLabel(label, { exact: true }).inputValue()
    expect([await shown('Code'), await shown('Kind'), await shown('Description')]).toEqual([
      code,
      type,
      description,
    ])
    expect(await row(code).getByLabel('Country').inputValue()).toBe(country)
  }
  expect(await row('US_SALES').getByLabel('Per cent').inputValue()).toBe('')
  expect(await row('REVERSE').getByLabel('Per cent').inputValue()).toBe('0')
  expect(await books.getByLabel('Scope').inputValue()).toBe('FULL')
  await page.close()
})

test('who leaves Settings with changes that are not saved is asked first', async () => {
  const account = await createAccount(world)
  const page = await open(account.id, 'settings')
  const books = page.getByRole('region', { name: 'How invoices are booked' })
  const later = page.getByRole('region', { name: 'What happens later' })
  await later.getByLabel('Voided invoices').selectOption('Ask every time')
  await books.getByLabel('Calls to Rillet in a minute').fill('7')
  const leave = () => page.getByRole('link', { name: 'Customers', exact: true }).click()
  await leave()
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialog.getByRole('button', { name: 'Stay here' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await later.getByLabel('Voided invoices').inputValue()).toBe('ask')

  await books.getByRole('button', { name: 'Save' }).click()
  await page.getByText('What waited for it goes on by itself.').waitFor()
  await leave()
  await dialog.getByRole('button', { name: 'Leave without saving' }).click()
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor()
  await page.goBack()
  expect(await later.getByLabel('Voided invoices').inputValue()).toBe('delete')
  await leave()
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor()

  await page.goBack()
  await later.getByLabel('Voided invoices').selectOption('Ask every time')
  const [asked] = await Promise.all([
    page.waitForEvent('dialog'),
    page.close({ runBeforeUnload: true }),
  ])
  expect(asked.type()).toBe('beforeunload')
  await asked.accept()
})

test('sweeps, created products and the address in Rillet’s references are set in Settings and shown again', async () => {
  const account = await createAccount(world)
  const before = await world.api.get(`${account.at}/settings`)
  const page = await open(account.id, 'settings')
  const parts: [string, string, string][] = [
    ['Sweeps', 'Rillet’s changes (minutes)', '7'],
    ['Sweeps', 'All of Rillet (minutes)', '90'],
    ['Sweeps', 'Sequence (minutes)', '45'],
    ['How invoices are booked', 'Price of created products', 'FIXED_RECURRING'],
    ['How invoices are booked', 'Revenue of created products', 'EVEN_PERIOD'],
    ['Links to both systems', 'Address in Rillet’s references', 'https://books.example.com/{id}'],
  ]
  const part = (name: string) => page.getByRole('region', { name })
  const save = (name: string) => part(name).getByRole('button', { name: 'Save' }).click()
  for (const [name, label, value] of parts) {
    const field = part(name).getByLabel(label)
    await (value.includes('_') ? field.selectOption(value) : field.fill(value))
  }
  const minutes = part('Sweeps').getByLabel('Sequence (minutes)')
  await minutes.fill('')
  expect(await minutes.inputValue()).toBe('')
  await minutes.fill('45')
  const address = part('Links to both systems').getByLabel('Address in Rillet’s references')
  await address.fill('books.example.com')
  await save('Links to both systems')
  expect(await part('Links to both systems').getByRole('alert').innerText()).toMatch(
    /Address in Rillet’s references: This must be an http\(s\) address/,
  )
  await address.fill('https://books.example.com/{id}')
  for (const name of new Set(parts.map(([one]) => one))) await save(name)
  await expect
    .poll(() => world.api.get(`${account.at}/settings`))
    .toEqual({
      ...before,
      changesSweepMinutes: 7,
      fullSweepMinutes: 90,
      sequenceSweepMinutes: 45,
      productPriceType: 'FIXED_RECURRING',
      revenuePattern: 'EVEN_PERIOD',
      invoiceUrlTemplate: 'https://books.example.com/{id}',
    })

  await page.reload()
  for (const [name, label, value] of parts) {
    expect(await part(name).getByLabel(label).inputValue()).toBe(value)
  }
  await page.setViewportSize({ width: 780, height: 900 })
  await page.evaluate('scrollTo(0, 0)') // what was scrolled away stands under the page's head
  expect(await layoutFaults(page)).toEqual([])
  await page.close()
})

test('a void that is held is named as such on the tie-out, with a way to the invoice', async () => {
  const account = await createAccount(world, { settings: { voidPolicy: 'ask' } })
  const { id } = await account.synced()
  await account.sequence.post(`/invoices/${id}/void`)
  const { number } = await account.until(id, 'blocked')
  const page = await open(account.id, 'tie-out?month=2026-11')
  await page.getByText('Ties, with what is held').first().waitFor()
  const behind = page.getByRole('table', { name: 'Behind the differences' })
  expect(await behind.textContent()).toContain('Voided in Sequence, still booked in Rillet')
  expect(await layoutFaults(page)).toEqual([])
  await behind.getByRole('link', { name: number }).click()
  await page.waitForURL(`**/invoices/${id}`)
  await page.close()
})

test('a month is tied out, names what Rillet has from elsewhere, and is downloaded as a table', async () => {
  const account = await createAccount(world)
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  const { rilletId } = await account.until(invoiceId, 'synced')
  const page = await open(account.id, 'tie-out?month=2026-11')
  await page.getByText('Ties').first().waitFor()

  const booked = await account.rillet.get(`/invoices/${rilletId}`)
  const reference = { type: 'CUSTOMER_CUSTOM', id: 'x', url: 'https://example.com/x' }
  const byHand = await account.rillet.post('/invoices', {
    scope: 'REVENUE_RECOGNITION_ONLY',
    customer_id: booked.customer_id,
    invoice_date: '2026-11-15',
    invoice_number: 'BY-HAND',
    items: [
      {
        product_id: booked.items[0].product_id,
        description: 'By hand',
        quantity: 1,
        total_amount: { amount: '5', currency: 'USD' },
        external_references: [reference],
      },
    ],
    external_references: [reference],
  })
  await page.getByRole('button', { name: 'Read Rillet again' }).click()
  await page.getByText('1 from elsewhere').first().waitFor()
  await page.getByTitle(`Copy ${byHand.id}`).waitFor()
  const behind = page.getByRole('table', { name: 'Behind the differences' })
  expect(await behind.textContent()).toContain('BY-HAND')
  expect(await behind.textContent()).toContain('Unexplained')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toContain(account.customer.id)
  expect(text.startsWith('Month,Customer id')).toBe(true)
  await page.close()
})
