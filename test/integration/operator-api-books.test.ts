import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount } from '../support/account.ts'
import type { Json } from '../support/http.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('a month ties out to the cent, by what became of each invoice, and says what Rillet has besides', async () => {
  const account = await createAccount(world)
  const stranger = await account.newCustomer()
  const [one, two] = [await account.draft({ lines: [{ rate: '0.1' }] }), await account.draft()]
  const held = await account.draft({ customerId: stranger.id, lines: [{ rate: '7.77' }] })
  const later = await account.draft({ accountingDate: '2026-12-01' })
  for (const id of [one, two, held, later]) await account.finalize(id)
  for (const id of [one, two, later]) await account.until(id, 'synced')
  await account.until(held, 'blocked')
  const month = () => world.api.get(`${account.at}/tie-out?month=2026-11`)

  const first = await month()
  const ours = first.rows.find((row: Json) => row.customerId === account.customer.id)
  expect(ours).toMatchObject({
    ours: { count: 2, total: '100.1' },
    parts: { synced: { count: 2 }, blocked: { count: 0 } },
    rillet: { count: 2, total: '100.1' },
    difference: '0',
    ties: true,
  })
  const blocked = first.rows.find((row: Json) => row.customerId === stranger.id)
  expect(blocked).toMatchObject({
    parts: { blocked: { count: 1 } },
    rillet: { count: 0 },
    ties: true,
  })

  const { items } = await account.rillet
    .get(`/invoices?limit=1`)
    .then(({ invoices }: Json) => invoices[0])
  const customer = await account.books().then((books: Json) => books.customers[0])
  const byHand = (amount: string, currency: string) =>
    account.rillet.post('/invoices', {
      scope: 'REVENUE_RECOGNITION_ONLY',
      customer_id: customer.id,
      invoice_date: '2026-11-15',
      invoice_number: `BY-HAND-${currency}`,
      items: [
        {
          product_id: items[0].product_id,
          description: 'By hand',
          quantity: 1,
          total_amount: { amount, currency },
          external_references: [{ type: 'CUSTOMER_CUSTOM', id: 'x', url: 'https://example.com/x' }],
        },
      ],
      external_references: [{ type: 'CUSTOMER_CUSTOM', id: 'x', url: 'https://example.com/x' }],
    })
  await byHand('5', 'USD')
  const inEuros = await byHand('480', 'EUR')
  expect(await world.api.post(`${account.at}/tie-out/refresh`)).toMatchObject({ started: true })
  await expect.poll(async () => (await month()).rilletReadAt).not.toBeNull()
  const second = await month()
  expect(second.totals).toMatchObject([
    { currency: 'EUR', difference: '480', elsewhereInvoices: [] },
    { currency: 'USD', difference: '5', ties: false, elsewhere: { count: 1, total: '5' } },
  ])
  expect(second.rows.find(({ currency }: Json) => currency === 'EUR')).toMatchObject({
    customerId: account.customer.id,
    customerName: account.customer.legalName,
    ours: { count: 0 },
    elsewhereInvoices: [{ rilletId: inEuros.id }],
  })

  const csv = await fetch(`${world.apiUrl}${account.at}/tie-out.csv?month=2026-11`, {
    headers: world.api.headers,
  })
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const text = await csv.text()
  expect(text.split('\r\n')).toHaveLength(second.rows.length + 2)
  expect(text).toContain(account.customer.id)
  expect(text).not.toContain('not linked')
  expect((await world.api.ask('GET', `${account.at}/tie-out?month=2026-13`)).status).toBe(400)
})

test('suggestions name exact matches, say when they are not clear, and link only what is chosen', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const other = await account.newCustomer()
  const clear = await account.rillet.post('/customers', {
    name: ` ${account.customer.legalName.toUpperCase()} `.trim(),
  })
  for (let n = 0; n < 2; n += 1) await account.rillet.post('/customers', { name: other.legalName })
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  await account.until(invoiceId, 'blocked')

  const { items } = await world.api.get(`${account.at}/customers/suggestions`)
  const mine = items.find(({ id }: Json) => id === account.customer.id)
  expect(mine).toMatchObject({
    ambiguous: false,
    candidates: [{ rilletId: clear.id, by: ['name'] }],
  })
  expect(items.find(({ id }: Json) => id === other.id)).toMatchObject({ ambiguous: true })

  const done = await world.api.post(`${account.at}/customers/links`, {
    links: [
      { id: account.customer.id, rilletId: clear.id },
      { id: other.id, rilletId: 'not-there' },
    ],
  })
  expect(done.items[0]).toMatchObject({ link: { rilletId: clear.id, rilletName: clear.name } })
  expect(done.items[1]).toMatchObject({ link: null, problem: expect.stringMatching(/Rillet/) })
  await account.until(invoiceId, 'synced')
  const { items: list } = await world.api.get(`${account.at}/customers`)
  expect(list.find(({ id }: Json) => id === account.customer.id)).toMatchObject({
    bookedInvoices: 1,
    link: { rilletName: clear.name },
  })
})

test('hours, calls and failures are shown, and a disconnect says what is still open', async () => {
  const account = await createAccount(world, { linkCustomer: false })
  const invoiceId = await account.draft()
  await account.finalize(invoiceId)
  await account.until(invoiceId, 'blocked')
  const figures = await world.api.get(`${account.at}/activity?hours=6`)
  expect(figures.hours).toHaveLength(6)
  expect(figures.hours.at(-1)).toMatchObject({ arrived: 1, synced: 0, slowestMinutes: null })
  expect(figures.lag.minutes).toBe(0)
  expect(figures.failures).toMatchObject([{ code: 'customer_not_linked', count: 1 }])
  expect(figures.budget).toMatchObject({ cap: 1_000, pausedUntil: null })
  expect(figures.budget.hours).toHaveLength(6)

  const gone = await world.api.delete(`${account.at}/connection`)
  expect(gone.disconnectedAt).not.toBeNull()
  expect(gone.open).toMatchObject({ count: 1, latest: [{ id: invoiceId, state: 'blocked' }] })
})

test('where the systems differ is listed field by field', async () => {
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
  const { items: list } = await world.api.get(`${account.at}/drift`)
  expect(list).toMatchObject([
    {
      id: invoiceId,
      drift: expect.arrayContaining([
        expect.objectContaining({
          field: 'invoice date',
          ours: '2026-11-01',
          theirs: '2026-11-03',
          side: 'rillet',
        }),
      ]),
    },
  ])
})

test('deliveries of a time are handled again together', async () => {
  const account = await createAccount(world)
  const rows = ['a', 'b', 'c'].map((id) => ({
    account_id: account.id,
    source: 'rillet' as const,
    delivery_id: id,
    event: 'INVOICE.UPDATED',
    body: '{}',
    status: 'quarantined' as const,
    received_at: new Date(id === 'c' ? '2026-01-02' : '2026-01-01'),
  }))
  await world.db.insertInto('inbox').values(rows).execute()
  const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T23:59:59Z' }
  const replay = (body: object) => world.api.ask('POST', `${account.at}/deliveries/replay`, body)
  expect((await replay(range)).body).toEqual({ replayed: 2 })
  expect((await replay({ from: range.to, to: range.from })).status).toBe(400)
  const { quiet } = await world.api.get(`${account.at}/deliveries`)
  expect(quiet).toMatchObject([{ source: 'rillet' }])
})
