import { expect, test } from 'vitest'
import { customer, type Json, line, startVendor } from './sandbox-sequence-support.ts'

/** Three invoices: a GBP draft, a EUR one finalised in May, a USD one sent in June. */
async function threeInvoices() {
  const vendor = await startVendor()
  const { ok, draft, clock } = vendor
  const { id: customerId } = await ok('POST', '/customers', customer())
  const { id: otherId } = await ok('POST', '/customers', customer({ legalName: 'Zeta' }))
  const make = async (currency: string, date: string, steps: string[], of = customerId) => {
    await clock(`${date}T12:00:00Z`)
    const groups = [{ title: 'Plan', lines: [line({ rate: String(currency.charCodeAt(0)) })] }]
    const { id } = await draft({ customerId: of, currency, groups, paymentTermDays: 10 })
    for (const step of steps) await ok('POST', `/invoices/${id}/${step}`)
  }
  await make('GBP', '2026-04-01', [])
  await make('EUR', '2026-05-01', ['finalize'])
  await make('USD', '2026-06-01', ['finalize-and-send'], otherId)
  const found = async (query: string) => {
    const { items } = await ok('GET', `/invoices?sortOrder=ASC&${query}`)
    return items.map((item: Json) => item.currency).join(' ')
  }
  return { ...vendor, customerId, otherId, found }
}

test('invoices are found by status, payment, customer, currency, number, text and amount', async () => {
  const { found, api, ok, customerId, otherId, set } = await threeInvoices()
  const expected = [
    ['', 'GBP EUR USD'],
    ['invoiceStatus=DRAFT', 'GBP'],
    ['invoiceStatus=FINAL,SENT', 'EUR USD'],
    ['excludeInvoiceStatus=FINAL,SENT', 'GBP'],
    ['invoicePaymentStatus=PAID', ''],
    ['excludeInvoicePaymentStatus=PAID', 'GBP EUR USD'],
    [`customerId=${customerId}`, 'GBP EUR'],
    [`excludeCustomerId=${customerId},${otherId}`, ''],
    ['invoiceCurrency=USD,GBP', 'GBP USD'],
    ['excludeInvoiceCurrency=USD', 'GBP EUR'],
    ['invoiceNumber=SEQ-0002', 'USD'],
    ['excludeInvoiceNumber=SEQ-0002', 'GBP EUR'],
    ['search=seq-', 'EUR USD'],
    ['excludeSearch=0001', 'GBP USD'],
    ['netTotal=138', 'EUR'],
    ['excludeNetTotal=138.00', 'GBP USD'],
    ['sortBy=GROSS_TOTAL', 'EUR GBP USD'],
    ['sortBy=CUSTOMER_LEGAL_COMPANY_NAME', 'GBP EUR USD'],
  ]
  for (const [query, currencies] of expected) {
    expect([query, await found(query ?? '')]).toEqual([query, currencies])
  }
  expect((await api('GET', '/invoices?invoiceStatus=PAID')).status).toBe(400)
  expect((await api('GET', '/invoices?sortBy=NAME')).status).toBe(400)
  expect((await ok('GET', '/invoices/summary?invoiceStatus=FINAL')).totalsByCurrency).toEqual([
    { currency: 'EUR', grossTotal: 165.6, invoiceCount: 1 },
  ])
  await set({ commaLists: 'refused' })
  expect((await api('GET', '/invoices?invoiceStatus=FINAL,SENT')).status).toBe(400)
})

test('date bounds leave the day itself out, or take it in when switched', async () => {
  const { found, api, set } = await threeInvoices()
  const expected = [
    ['invoiceAfter=2026-04-30', 'EUR USD', 'EUR USD'],
    ['invoiceAfter=2026-05-01', 'USD', 'EUR USD'],
    ['invoiceBefore=2026-05-01', 'GBP', 'GBP EUR'],
    ['dueBefore=2026-05-11', 'GBP', 'GBP EUR'],
    ['dueAfter=2026-05-11', 'USD', 'EUR USD'],
    ['sentAfter=2026-06-01', '', 'USD'],
    ['sentBefore=2026-06-02', 'USD', 'USD'],
  ]
  for (const [query, exclusive] of expected)
    expect([query, await found(query ?? '')]).toEqual([query, exclusive])
  await set({ dateBounds: 'inclusive' })
  for (const [query, , inclusive] of expected)
    expect([query, await found(query ?? '')]).toEqual([query, inclusive])
  await set({ invoiceDate: 'issueDate' })
  expect(await found('invoiceAfter=2026-01-01')).toBe('EUR USD')
  expect((await api('GET', '/invoices?dueAfter=01.02.2026')).status).toBe(400)
})

test('light rows carry what a sweep compares', async () => {
  const { ok } = await threeInvoices()
  const { items, pagination } = await ok('GET', '/invoices/list-summary?limit=1')
  expect(items).toMatchObject([
    { status: 'SENT', currency: 'USD', invoiceNumber: 'SEQ-0002', dueDateSource: 'CALCULATED' },
  ])
  expect(items[0]).not.toHaveProperty('netTotal')
  expect(pagination.after).toEqual(expect.any(String))
})

test('the activity log tells who did what to an invoice', async () => {
  const { ok } = await threeInvoices()
  const [invoice] = (await ok('GET', '/invoices')).items
  const { items } = await ok(
    'GET',
    `/activity-logs?sortOrder=ASC&activityLogObjectEntityId=${invoice.id}`,
  )
  expect(items.map((item: Json) => item.activityType)).toEqual([
    'INVOICE_CREATED',
    'INVOICE_FINALIZED',
    'INVOICE_SENT',
  ])
  expect(items.map((item: Json) => item.origin)).toEqual(['SYSTEM', 'API', 'API'])
  expect((await ok('GET', `/activity-logs/${items[0].id}`)).id).toBe(items[0].id)
})
