import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, createAccount, rilletProduct } from '../support/account.ts'
import { startBrowser, type TestBrowser } from '../support/chromium.ts'
import { createHttp, type Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let account: Account
let browser: TestBrowser
beforeAll(async () => {
  world = await createWorld()
  ;[account, browser] = await Promise.all([createAccount(world), startBrowser(world)])
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const line = (page: Page, id: string, state: string) =>
  page.locator(`[data-line="${id}"][data-state="${state}"]`).waitFor()

/** An invoice that is blocked because its customer is not linked, and the customer in Rillet. */
async function strangersInvoice() {
  const customer = await account.newCustomer()
  const invoiceId = await account.draft({ customerId: customer['id'] })
  await account.finalize(invoiceId)
  await account.until(invoiceId, 'blocked')
  return { customer, invoiceId }
}

async function syncedInvoice() {
  const invoiceId = await account.draft({ lines: [{ rate: '250' }] })
  await account.finalize(invoiceId)
  const { rilletId } = await account.until(invoiceId, 'synced')
  return { invoiceId, path: `/accounts/${account.id}/invoices/${invoiceId}`, rilletId }
}

/** Somebody changes an invoice of their own on Rillet's page. */
async function changeAnInvoice(organization: Json): Promise<void> {
  const rillet = createHttp(world.rilletUrl, {
    authorization: `Bearer ${organization.keys[0].token}`,
    'X-Rillet-API-Version': '4',
  })
  const customer = await rillet.post('/customers', { name: 'Own customer' })
  const product = await rillet.post('/products', rilletProduct('Own product'))
  const own = { type: 'CUSTOMER_CUSTOM', id: 'own', url: 'https://example.com/own' }
  const invoice = await rillet.post('/invoices', {
    scope: 'REVENUE_RECOGNITION_ONLY',
    customer_id: customer.id,
    invoice_date: '2026-11-01',
    due_date: '2026-12-01',
    invoice_number: 'OWN-1',
    items: [
      {
        product_id: product.id,
        description: 'Own',
        quantity: 1,
        total_amount: { amount: '1.00', currency: 'USD' },
        external_references: [own],
      },
    ],
    external_references: [own],
  })
  const { page } = await browser.visit({ role: null })
  await page.goto(`${world.rilletUrl}/app/${organization.id}/invoices/${invoice.id}`)
  await page.getByRole('button', { name: 'Change dates' }).click()
  await page.getByText('Dates changed.').waitFor()
}

test('an account is added and connected from nothing; the webhook line turns green by itself', async () => {
  const organization = await world.rillet.post('/_sandbox/organizations', {
    trade_name: `Books ${randomUUID()}`,
    currency: 'USD',
    referenceTypes: [{ slug: 'sequencehq', restricted: true }],
  })
  const credentials = await world.sequence.post('/_sandbox/accounts', { companyName: 'New Ltd' })
  const { page, troubles } = await browser.visit()
  await page.goto(`/accounts/${account.id}/connect`)
  await page.getByRole('button', { name: 'Add another account' }).click()
  await page.getByLabel('Sequence account id').fill(credentials['id'])
  await page.getByRole('button', { name: 'Add the account' }).click()
  await page.waitForURL((url) => url.pathname === `/accounts/${credentials['id']}/connect`)
  await line(page, 'rillet_key', 'bad')

  const key = page.getByRole('region', { name: 'Rillet key' })
  const token: string = organization['keys'][0].token
  await key.getByLabel('API key').fill('rk_wrong_key')
  await key.getByRole('button', { name: 'Connect' }).click()
  await key.getByRole('alert').getByText('Rillet refuses').first().waitFor()
  await key.getByLabel('API key').fill(token)
  await key.getByRole('button', { name: 'Connect' }).click()
  await line(page, 'rillet_key', 'ok')
  await key.getByText(token.slice(-4)).waitFor()

  await page.getByRole('button', { name: 'Copy the address' }).click()
  const url = await page.evaluate<string>('navigator.clipboard.readText()')
  const webhook = await world.rillet.post('/_sandbox/webhooks', {
    organizationId: organization['id'],
    name: 'sequence-rillet',
    url,
    events: ['INVOICE.UPDATED', 'INVOICE.DELETED', 'INVOICE.PAYMENT_UPDATED'],
  })
  const hook = page.getByRole('region', { name: 'Webhook' })
  await hook.getByLabel('Webhook secret').fill(webhook['token'])
  await hook.getByRole('button', { name: 'Save' }).click()
  await line(page, 'rillet_webhook_secret', 'ok')

  const sequence = page.getByRole('region', { name: 'Sequence credentials' })
  await sequence.getByLabel('Client id').fill(credentials['clientId'])
  await sequence.getByLabel('Client secret').fill(credentials['clientSecret'])
  await sequence.getByRole('button', { name: 'Connect Sequence' }).click()
  await line(page, 'sequence_policy', 'ok')

  const books = page.getByRole('region', { name: 'Choose how invoices are booked' })
  await books.getByLabel('Start date').fill('2026-11-01')
  await books.getByRole('button', { name: 'Save' }).click()
  await line(page, 'start_date', 'ok')
  expect(await page.locator('[data-line][data-state="bad"]').count()).toBe(0)

  await line(page, 'rillet_webhook_received', 'warn')
  await changeAnInvoice(organization)
  await line(page, 'rillet_webhook_received', 'ok')
  expect(troubles).toEqual([])
})

test('somebody reads why an invoice is held, links its customer there, and it is synced without a retry', async () => {
  const { customer, invoiceId } = await strangersInvoice()
  await account.rillet.post('/customers', { name: customer['legalName'] })
  const { page, troubles } = await browser.visit({ role: 'operator', accountId: account.id })
  await page.goto(`/accounts/${account.id}/invoices?state=blocked`)
  await page.getByRole('row', { name: customer['legalName'] }).getByRole('link').first().click()
  const reason = page.getByRole('region', { name: 'Customer not linked' })
  await reason.getByText('is not linked to a customer in Rillet').waitFor()
  await reason.getByText('Someone in finance').waitFor()
  await reason.getByRole('button', { name: 'Link the customer' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: customer['legalName'] }).check()
  await dialog.getByRole('button', { name: 'Link', exact: true }).click()
  await page.getByText('In Rillet, and right there; not paid yet').waitFor()
  expect(await account.booked(invoiceId)).toHaveLength(1)
  const { items } = await world.api.get(`${account.at}/invoices/${invoiceId}/timeline`)
  expect(items.map(({ kind }: { kind: string }) => kind)).not.toContain('person.retry')
  expect(troubles).toEqual([])
})

test('a payment that is recorded on Rillet’s page shows as paid in the open page, without a reload', async () => {
  const { path, rilletId } = await syncedInvoice()
  const { page, context, troubles } = await browser.visit({ role: 'viewer' })
  await page.goto(path)
  await page.getByText('In Rillet, and right there; not paid yet').waitFor()
  await page.evaluate(`document.body.setAttribute('data-not-reloaded', '')`)

  const rillet = await context.newPage()
  const { id: organizationId } = await account.books()
  await rillet.goto(`${world.rilletUrl}/app/${organizationId}/invoices/${rilletId}`)
  await rillet.getByRole('button', { name: 'Record payment' }).click()
  await rillet.getByText('recorded').first().waitFor()

  await page.getByText('In Rillet, and paid').waitFor()
  await page.getByRole('heading', { name: 'Payments and credits' }).waitFor()
  expect(await page.locator('body[data-not-reloaded]').count()).toBe(1)
  expect(troubles).toEqual([])
})

test('a key is replaced: the field is write-only, its last four are shown, both secrets count for a while', async () => {
  const { page, troubles } = await browser.visit()
  await page.goto(`/accounts/${account.id}/connect`)
  const { id: organizationId } = await account.books()
  const made = await world.rillet.post(`/_sandbox/organizations/${organizationId}/keys`)
  const key = page.getByRole('region', { name: 'Rillet key' })
  const field = key.getByLabel('API key')
  expect([await field.getAttribute('type'), await field.inputValue()]).toEqual(['password', ''])
  await field.fill(made['token'])
  await key.getByRole('button', { name: 'Replace the key' }).click()
  await key.getByText(made['token'].slice(-4)).waitFor()
  await expect.poll(() => field.inputValue()).toBe('')
  expect(await page.content()).not.toContain(made['token'])

  const hook = page.getByRole('region', { name: 'Webhook' })
  await hook.getByLabel('Webhook secret').fill(`wh_${randomUUID()}`)
  await hook.getByRole('button', { name: 'Save' }).click()
  await hook.getByText('The one before counts until').waitFor()
  const { rilletId, invoiceId } = await syncedInvoice()
  await account.pay(rilletId, '250') // its webhook is signed with the secret before
  await account.until(invoiceId, 'paid')
  expect(troubles).toEqual([])
})

test('a viewer sees everything of an invoice and can write nothing', async () => {
  const { invoiceId } = await strangersInvoice()
  const { page } = await browser.visit({ role: 'viewer', accountId: account.id })
  await page.goto(`/accounts/${account.id}/invoices/${invoiceId}`)
  await page.getByRole('button', { name: 'Link the customer' }).waitFor()
  const buttons = page.locator('main').getByRole('button')
  const harmless = /^Copy |Preview|Show|earlier/
  for (const button of await buttons.all()) {
    const name = (await button.textContent()) ?? ''
    if (harmless.test(name)) continue
    expect([name, await button.getAttribute('aria-disabled')]).toEqual([name, 'true'])
    expect(await button.getAttribute('title')).toContain('needs the role')
  }
  const answers = await page.evaluate(
    async ([at, id]) => {
      const calls = [
        ['POST', `${at}/invoices/${id}/retry`],
        ['POST', `${at}/invoices/${id}/exclude`],
        ['PUT', `${at}/connection/rillet`],
        ['POST', `${at}/bulk/retry`],
      ] as const
      return Promise.all(
        calls.map(async ([method, path]) => {
          const headers = { 'content-type': 'application/json' }
          return (await fetch(path, { method, headers, body: '{}' })).status
        }),
      )
    },
    [account.at, invoiceId] as const,
  )
  expect(answers).toEqual([403, 403, 403, 403])
  expect((await account.invoice(invoiceId))['state']).toBe('blocked')
})
