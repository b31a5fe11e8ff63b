import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const template = 'https://books.example.com/{id}'
const field = (invoice: Json, name: string) =>
  invoice.fields.find((one: Json) => one.field === name)

test('an invoice in Rillet shows both systems’ figures, line by line, with what each calls them', async () => {
  const account = await createAccount(world, {
    settings: { sequenceUrlTemplates: { invoice: template } },
  })
  const invoiceId = await account.draft({
    lines: [
      { rate: '100', quantity: '2', title: 'Seats' },
      { rate: '-10', title: 'Discount', productId: null },
    ],
  })
  await account.finalize(invoiceId)
  const invoice = await account.until(invoiceId, 'synced')

  expect(invoice.steps.map((one: Json) => one.state)).toEqual([
    'done',
    'done',
    'done',
    'done',
    'working',
  ])
  expect(invoice.next).toMatch(/payments/)
  expect(invoice.sequenceUrl).toBe(`https://books.example.com/${invoiceId}`)
  expect(invoice.sequence).toMatchObject({ status: 'FINAL', url: invoice.sequenceUrl })
  expect(invoice.rillet).toMatchObject({ status: 'UNPAID' })
  expect(invoice.changedSinceSent).toBe(false)
  for (const name of ['Number', 'Invoice date', 'Currency', 'Net', 'Tax', 'Total']) {
    expect([name, field(invoice, name).agrees]).toEqual([name, true])
  }
  expect(field(invoice, 'Net')).toMatchObject({
    kind: 'money',
    sequence: expect.stringMatching(/^190/),
  })

  const [seats, discount] = invoice.lines
  expect(seats).toMatchObject({
    number: 1,
    agrees: true,
    sequence: { title: 'Seats', quantity: '2', productName: 'Platform', taxCode: 'US_SALES' },
    rillet: { productName: 'Platform' },
  })
  expect(seats.rillet.productId).toBe(seats.sequence.rilletProductId)
  expect(discount).toMatchObject({ agrees: true, sequence: { net: '-10.00', productId: null } })
  expect(invoice.lines).toHaveLength(2)
})

test('what Rillet’s users change shows on Rillet’s side alone, as last read', async () => {
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
  const invoice = await account.until(invoiceId, 'drift')
  expect(field(invoice, 'Invoice date')).toMatchObject({
    sequence: '2026-11-01',
    rillet: '2026-11-03',
    agrees: false,
  })
  expect(field(invoice, 'Total').agrees).toBe(true)
})

test('what is still due is what the payments beside it leave, though the invoice was not read again', async () => {
  const account = await createAccount(world)
  const { id, rilletId } = await account.synced()
  const before = await account.invoice(id)
  expect(field(before, 'Still due').rillet).toBe(field(before, 'Total').rillet)
  expect(before.rillet.dueAt).toBe(before.rillet.readAt)
  await account.pay(rilletId, before.grossTotal)
  const paid = await account.until(id, 'paid')
  expect(Number(field(paid, 'Still due').rillet)).toBe(0)
  expect(paid.rillet.dueAt).toBe(paid.payments[0].changes[0].at)
})

test('Sequence read says when it was last read, also where nothing was new', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  const { sequence: first } = await account.until(invoiceId, 'blocked')
  await world.api.post(`${account.at}/invoices/${invoiceId}/retry`, {})
  const { sequence: second } = await account.invoice(invoiceId)
  expect(Date.parse(second.readAt)).toBeGreaterThan(Date.parse(first.readAt))
})

test('a blocked invoice shows our side, the steps that are held, and nothing of Rillet', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  const invoice = await account.until(invoiceId, 'blocked')
  expect(invoice.steps[0]).toEqual({
    step: 'ensureCustomerLinked',
    title: 'Customer linked',
    state: 'blocked',
  })
  expect(invoice.next).toMatch(/as soon as the cause is gone/)
  expect(invoice.rillet).toBeNull()
  expect(invoice.customerUrl).toBeNull()
  expect(field(invoice, 'Total')).toMatchObject({ rillet: null, agrees: null })
  expect(invoice.lines).toMatchObject([
    { rillet: null, agrees: null, sequence: { title: 'Line 1' } },
  ])
})

test('an invoice deleted in Rillet keeps our side and says so', async () => {
  const account = await createAccount(world)
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  const { rilletId } = await account.until(invoiceId, 'synced')
  await account.rillet.delete(`/invoices/${rilletId}`)
  const invoice = await account.until(invoiceId, 'removed')
  expect(invoice.rillet).toBeNull()
  expect(invoice.steps.map((one: Json) => one.state)).toContain('left_out')
  const gone = await world.db
    .selectFrom('remote_invoice')
    .select('gone_at')
    .where('account_id', '=', account.id)
    .where('rillet_id', '=', rilletId)
    .executeTakeFirstOrThrow()
  expect(gone.gone_at).not.toBeNull()
})
