import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const taxed = { country: 'US', type: 'SALES_TAX', description: 'Sales tax', percentage: null }
const reverse = { country: 'DE', type: 'VAT', description: 'Reverse charge', percentage: '0' }
const taxCodes = [
  { code: 'US_SALES', ...taxed },
  { code: 'REVERSE', ...reverse },
]

const inScope = (scope: string, settings: Json = {}) =>
  createAccount(world, { settings: { taxCodes, scope, ...settings } })

const synced = (account: Account, draft: Json = {}) => account.synced(draft)

/** Moves the due date in Sequence, as sending does. */
async function send(account: Account, id: string, dueDate: string): Promise<void> {
  await account.sequence.post(`/invoices/${id}/send`)
  await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate })
}

const act = (account: Account, id: string, action: string, body: Json = { reason: 'a test' }) =>
  world.api.post(`${account.at}/invoices/${id}/${action}`, body)

const bookedOnce = async (account: Account, id: string): Promise<Json> => {
  const [invoice, ...more] = await account.booked(id)
  expect(more).toEqual([])
  return invoice ?? {}
}

const bankAccount = (account: Account): Promise<Json> =>
  account.rillet.get('/bank-accounts').then(({ accounts }) => accounts[0])

// A sale, a discount and nothing of something, in whole and in hundredths.
const mixed = [
  { rate: '100', quantity: '3' },
  { rate: '-20', quantity: '1' },
  { rate: '7', quantity: '0' },
]
const statuses = ['TAXED', 'TAX_EXEMPT', 'REVERSE_CHARGED']
const scopes = ['REVENUE_RECOGNITION_ONLY', 'AR_ONLY', 'FULL']

test.each(scopes)('%s: every tax status and currency arrives to the unit', async (scope) => {
  const account = await inScope(scope)
  const made = statuses.flatMap((status) =>
    ['USD', 'JPY'].map(async (currency) => {
      const customer = await account.newCustomer(status)
      await account.linkCustomer(customer, currency)
      const taxRate = status === 'TAXED' ? '0.1' : '0'
      const lines = mixed.map((line) => ({ ...line, taxRate }))
      const { id } = await synced(account, { customerId: customer.id, currency, lines })
      const invoice = await bookedOnce(account, id)
      const expected = Number(currency === 'JPY' ? '280' : '280.00')
      const tax = status === 'TAXED' ? 28 : 0
      expect(invoice).toMatchObject({ scope, currency })
      expect(Number(invoice['net_amount'].amount)).toBe(expected)
      expect(Number(invoice['taxed_amount'].amount)).toBe(tax)
      expect(Number(invoice['total'].amount)).toBe(expected + tax)
      const nets = invoice['items'].map((item: Json) => Number(item.total_amount.amount))
      expect(nets).toEqual([300, -20, 0])
      const rates = invoice['lines'].map((line: Json) => line.tax_lines[0]?.percentage ?? null)
      const full = { TAXED: 10, TAX_EXEMPT: null, REVERSE_CHARGED: 0 }[status]
      expect(rates).toEqual(Array(3).fill(scope === 'FULL' ? full : null))
    }),
  )
  await Promise.all(made)
})

describe('FULL', () => {
  test('the preview is what is sent, and Rillet’s own number is known', async () => {
    const account = await inScope('FULL')
    const bank = await bankAccount(account)
    await world.api.patch(`${account.at}/settings`, { bankAccountId: bank.id })
    const id = await account.draft({
      lines: [{ taxRate: '0.08875', rate: '12.50', quantity: '4' }],
      memo: 'Net 30',
      purchaseOrderNumber: 'PO-7',
    })
    // Its number comes when it is finalized, and nothing may be sent before it was looked at.
    await world.stopWorker()
    await account.finalize(id)
    await world.startWorker()
    await account.until(id, 'synced')
    const preview = await world.api.get(`${account.at}/invoices/${id}/preview`)
    expect(preview.problems).toEqual([])
    expect(preview.warnings).toEqual([expect.stringContaining('Rillet decides')])
    const { requests } = await world.rillet.get('/_sandbox/requests?path=/invoices&limit=1000')
    const posted = requests.filter(
      ({ method, body }: Json) => method === 'POST' && JSON.stringify(body ?? '').includes(id),
    )
    expect(posted.map(({ body }: Json) => body)).toEqual([preview.request])

    const invoice = await bookedOnce(account, id)
    const { number } = await account.invoice(id)
    expect(invoice).toMatchObject({
      scope: 'FULL',
      invoice_number: 'INV-0001',
      memo: `${number}\nNet 30`,
      purchase_order_number: 'PO-7',
      bank_account: { id: bank.id },
      taxed_amount: { amount: '4.44' },
      total: { amount: '54.44' },
    })
    await account.pay(invoice['id'], '54.44')
    await account.until(id, 'paid')
    expect(await account.paymentStatus(id)).toBe('PAID')
  })

  test('dates that move are carried; lines, prices and taxes stay', async () => {
    const account = await inScope('FULL')
    const { id: bankAccountId } = await bankAccount(account)
    await world.api.patch(`${account.at}/settings`, { bankAccountId })
    const servicePeriod = { startDate: '2026-11-01', endDate: '2026-11-30' }
    const { id } = await synced(account, {
      lines: [{ rate: '0.0125', quantity: '8000', taxRate: '0.1', servicePeriod }, { rate: '5' }],
    })
    const before = await bookedOnce(account, id)
    await send(account, id, '2027-01-15')
    await account.untilInvoice(id, (one) => one.dueDate === '2027-01-15', 'its new date')
    await expect.poll(async () => (await bookedOnce(account, id))['due_date']).toBe('2027-01-15')
    const after = await bookedOnce(account, id)
    expect(after['total']).toEqual(before['total'])
    const stable = ({ lines }: Json) => lines.map((line: Json) => ({ ...line, id: null }))
    expect(stable(after)).toEqual(stable(before))
    expect(after).toMatchObject({ memo: before['memo'], scope: 'FULL' })
    await account.until(id, 'synced')
  })

  test('dates wait for a bank account, and follow once it is chosen', async () => {
    const account = await inScope('FULL')
    const { id } = await synced(account)
    await send(account, id, '2027-01-15')
    const blocked = await account.until(id, 'blocked')
    expect(blocked.problems).toMatchObject([{ code: 'bank_account_missing' }])
    const { id: bankAccountId } = await bankAccount(account)
    await world.api.patch(`${account.at}/settings`, { bankAccountId })
    await account.until(id, 'synced')
    expect(await bookedOnce(account, id)).toMatchObject({ due_date: '2027-01-15' })
  })

  test('lines that Rillet’s users replaced are never overwritten by a date', async () => {
    const account = await inScope('FULL')
    const { id: bankAccountId } = await bankAccount(account)
    await world.api.patch(`${account.at}/settings`, { bankAccountId })
    const { id, rilletId } = await synced(account)
    const invoice = await account.rillet.get(`/invoices/${rilletId}`)
    await account.rillet.ask('PUT', `/invoices/${rilletId}`, {
      scope: 'FULL',
      invoice_date: invoice.invoice_date,
      due_date: invoice.due_date,
      memo: invoice.memo,
      bank_account_id: bankAccountId,
      items: [
        {
          description: 'Something else',
          price: {
            product_id: invoice.items[0].product_id,
            quantity: 1,
            amount_per_unit: { amount: '100.00', currency: 'USD' },
          },
        },
      ],
      external_references: invoice.external_references,
    })
    await send(account, id, '2027-01-15')
    const drift = await account.until(id, 'drift')
    expect(drift.problems.map(({ code }: Json) => code)).toContain('rillet_edited')
    await act(account, id, 'push-ours')
    expect((await bookedOnce(account, id))['items'][0].description).toBe('Something else')
  })

  test('texts and service periods that changed reach Rillet when a person pushes them, and stay', async () => {
    const account = await inScope('FULL')
    const { id: bankAccountId } = await bankAccount(account)
    await world.api.patch(`${account.at}/settings`, { bankAccountId })
    const servicePeriod = { startDate: '2026-11-01', endDate: '2026-11-30' }
    const lines = [{ servicePeriod }, { servicePeriod, rate: '5' }]
    const { id } = await synced(account, { lines })
    const { items } = await account.sequence.get(`/invoices/${id}/line-items`)
    const idOf = (wanted: string) => items.find(({ title }: Json) => title === wanted)?.id
    const at = `/_sandbox/accounts/${account.id}/invoices/${id}/line-items`
    const year = { startDate: '2026-11-01', endDate: '2027-10-31' }
    await world.sequence.patch(`${at}/${idOf('Line 1')}`, { servicePeriod: year })
    await world.sequence.patch(`${at}/${idOf('Line 2')}`, { title: 'Renamed', servicePeriod: null })
    await account.sequence.post(`/invoices/${id}/send`)
    await account.until(id, 'drift')

    await act(account, id, 'push-ours')
    await account.until(id, 'synced')
    const booked = async () => {
      const { items: own, invoice_date: day } = await bookedOnce(account, id)
      const said = own.map(({ description, revenue }: Json) => [description, revenue.period])
      return { said, day }
    }
    const { said, day } = await booked()
    const texts = [expect.any(String), expect.stringContaining('Renamed')]
    const periods = [
      { start: year.startDate, end: year.endDate },
      { start: day, end: day },
    ]
    expect(said).toEqual(texts.map((text, index) => [text, periods[index]]))

    await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
    await expect.poll(async () => (await bookedOnce(account, id))['due_date']).toBe('2027-01-15')
    expect((await booked()).said).toEqual(said)
    await account.until(id, 'synced')
  })

  test('in doubt when the scope is changed, it is still found as what it was sent', async () => {
    const account = await inScope('FULL')
    const id = await account.draft()
    await world.rillet.post('/_sandbox/faults', {
      kind: 'commit_then_reset',
      match: { method: 'POST', path: '^/invoices$' },
    })
    await account.finalize(id)
    await account.until(id, 'in_doubt')
    await world.api.patch(`${account.at}/settings`, { scope: 'REVENUE_RECOGNITION_ONLY' })
    await account.until(id, 'synced')
    expect(await bookedOnce(account, id)).toMatchObject({ scope: 'FULL' })
  })

  test('a tax that does not follow from its code is held back before anything is sent', async () => {
    const codes = [{ code: 'US_SALES', ...taxed, percentage: '8' }, taxCodes[1]]
    const account = await inScope('FULL', { taxCodes: codes })
    const id = await account.draft({ lines: [{ taxRate: '0.1' }] })
    await account.finalize(id)
    const blocked = await account.until(id, 'blocked')
    expect(blocked.problems).toMatchObject([
      { code: 'tax_rate_differs', params: { percentage: '8', expected: '8', tax: '10.00' } },
    ])
    expect(await account.booked(id)).toEqual([])
    await world.api.patch(`${account.at}/settings`, { taxCodes })
    await account.until(id, 'synced')
    expect(await bookedOnce(account, id)).toMatchObject({ taxed_amount: { amount: '10.00' } })
  })
})

describe('AR_ONLY', () => {
  test('dates that move cannot follow: drift, until a person accepts Rillet’s', async () => {
    const account = await inScope('AR_ONLY')
    const { id, rilletId } = await synced(account)
    const { dueDate: before } = await account.invoice(id)
    await send(account, id, '2027-01-15')
    const drift = await account.until(id, 'drift')
    expect(drift.problems).toMatchObject([
      {
        code: 'source_changed_after_sync',
        params: { field: 'due date', ours: '2027-01-15', theirs: before },
      },
    ])
    const { requests } = await world.rillet.get(`/_sandbox/requests?path=/invoices/${rilletId}`)
    expect(requests.filter(({ method }: Json) => method === 'PUT')).toEqual([])

    await act(account, id, 'accept-theirs')
    await account.until(id, 'synced')
    await account.pay(rilletId, '100.00')
    await account.until(id, 'paid')
  })
})

describe('a changed scope', () => {
  test('counts for new invoices only; the old ones go on as they were created', async () => {
    const account = await createAccount(world, { settings: { taxCodes } })
    const old = await synced(account)
    await world.api.patch(`${account.at}/settings`, { scope: 'FULL' })
    const young = await synced(account)
    await send(account, old.id, '2027-01-15')
    await expect
      .poll(async () => (await bookedOnce(account, old.id))['due_date'])
      .toBe('2027-01-15')
    await account.until(old.id, 'synced')
    expect(await bookedOnce(account, old.id)).toMatchObject({ scope: 'REVENUE_RECOGNITION_ONLY' })
    expect(await bookedOnce(account, young.id)).toMatchObject({ scope: 'FULL' })
  })

  test('to FULL is refused while a tax code is not described', async () => {
    const account = await createAccount(world)
    const { status, body } = await world.api.ask('PATCH', `${account.at}/settings`, {
      scope: 'FULL',
    })
    expect(status).toBe(400)
    expect(body.violations).toMatchObject([
      { field: 'body.taxCodes', message: expect.stringContaining('US_SALES, REVERSE') },
    ])
    expect((await world.api.get(`${account.at}/settings`)).scope).toBe('REVENUE_RECOGNITION_ONLY')
  })

  test('needs a bank account that Rillet has', async () => {
    const account = await inScope('FULL')
    const path = `${account.at}/settings`
    const answer = await world.api.ask('PATCH', path, { bankAccountId: account.id })
    expect(answer.body.violations).toMatchObject([{ field: 'body.bankAccountId' }])
    const { items } = await world.api.get(`${account.at}/rillet/bank-accounts`)
    await world.api.patch(path, { bankAccountId: items[0].id })
    const rates = await world.api.get(`${account.at}/rillet/tax-rates`)
    expect(rates.items[0]).toMatchObject({
      code: expect.any(String),
      percentage: expect.any(String),
    })
  })
})
