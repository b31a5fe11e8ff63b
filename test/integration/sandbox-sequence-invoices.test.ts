import { describe, expect, test } from 'vitest'
import { customer, type Json, line, newDraft, startVendor } from './sandbox-sequence-support.ts'

const onlyInFull = [
  'appliedCreditGrants',
  'appliedCreditNotes',
  'dueDateSource',
  'integrationPaymentStatuses',
  'paymentAllocations',
  'projectedCreditGrants',
]

test('lists and actions answer the short shape; reading, creating and PUT the full one', async () => {
  const vendor = await startVendor()
  const { ok } = vendor
  const { path, customerId } = await newDraft(vendor)
  const created = await ok('POST', '/invoices', { customerId, currency: 'GBP' })
  const put = await ok('PUT', `/invoices/${created.id}`, {})
  const read = await ok('GET', path)
  for (const full of [created, put, read])
    expect(Object.keys(full)).toEqual(expect.arrayContaining(onlyInFull))
  const patched = await ok('PATCH', path, { memo: 'm' })
  const action = await ok('POST', `${path}/finalize`)
  const [listed] = (await ok('GET', '/invoices?sortOrder=ASC')).items
  for (const short of [patched, action, listed]) {
    expect(onlyInFull.filter((field) => field in short)).toEqual([])
  }
  expect(read).not.toHaveProperty('lineItems')
})

describe('moves', () => {
  const reach: Record<string, string[]> = {
    IN_PROGRESS: [],
    DRAFT: [],
    FINAL: ['finalize'],
    SENT: ['finalize-and-send'],
    VOIDED: ['void'],
  }
  const allowed: Record<string, string[]> = {
    IN_PROGRESS: ['draft', 'delete', 'patch'],
    DRAFT: ['finalize', 'finalize-and-send', 'mark-as-sent', 'void', 'delete', 'patch', 'lines'],
    FINAL: ['send', 'mark-as-sent', 'void', 'payment-status'],
    SENT: ['void', 'sent', 'payment-status', 'send-payment-reminder'],
    VOIDED: [],
  }
  const moves = [
    'draft',
    'finalize',
    'finalize-and-send',
    'send',
    'mark-as-sent',
    'void',
    'delete',
    'patch',
    'lines',
    'sent',
    'payment-status',
    'send-payment-reminder',
  ]
  const cases = Object.keys(reach).flatMap((status) =>
    moves.map((move) => [status, move, allowed[status]?.includes(move) ? 'is' : 'is not'] as const),
  )

  test.each(cases)('from %s: %s %s allowed', async (status, move, verdict) => {
    const vendor = await startVendor()
    const { api, ok } = vendor
    const { path } = await newDraft(vendor, status === 'IN_PROGRESS' ? { status } : {})
    for (const step of reach[status] ?? []) await ok('POST', `${path}/${step}`)
    expect((await ok('GET', path)).status).toBe(status)

    const call = {
      delete: () => api('DELETE', path),
      patch: () => api('PATCH', path, { memo: 'm' }),
      lines: () => api('POST', `${path}/line-items`, line()),
      sent: () => api('PATCH', `${path}/sent`, { dueDate: '2026-12-31' }),
      'payment-status': () => api('PUT', `${path}/payment-status`, { paymentStatus: 'PAID' }),
    }[move]
    const answer = await (call ?? (() => api('POST', `${path}/${move}`)))()
    if (verdict === 'is') return expect(answer.status).toBeLessThan(300)
    expect(answer.status).toBe(400)
    expect((await ok('GET', path)).status).toBe(status)
  })

  test('a sent invoice on which money came is not voided', async () => {
    const vendor = await startVendor()
    const { api, ok } = vendor
    const { path } = await newDraft(vendor)
    await ok('POST', `${path}/finalize-and-send`)
    const set = (paymentStatus: string) => ok('PUT', `${path}/payment-status`, { paymentStatus })
    for (const paid of ['PAID', 'PARTIALLY_PAID']) {
      await set(paid)
      expect((await api('POST', `${path}/void`)).status).toBe(400)
    }
    await set('UNCOLLECTIBLE')
    expect((await ok('POST', `${path}/void`)).status).toBe('VOIDED')
  })

  test('the currency changes by PUT on a draft only', async () => {
    const vendor = await startVendor()
    const { api, ok } = vendor
    const { path } = await newDraft(vendor)
    expect((await ok('PUT', path, { currency: 'JPY' })).grossTotal).toBe('120')
    expect((await api('PATCH', path, { currency: 'GBP' })).status).toBe(400)
  })

  test('the other readings: send from a draft, edit when final', async () => {
    const vendor = await startVendor()
    const { ok, set } = vendor
    await set({ sendFromDraft: 'finalises', metadataWhenFinal: 'accepted' })
    const first = await newDraft(vendor)
    expect((await ok('POST', `${first.path}/send`)).status).toBe('SENT')
    const second = await newDraft(vendor)
    await ok('POST', `${second.path}/finalize`)
    const metadata = [{ key: 'k', value: 'v' }]
    expect((await ok('PATCH', second.path, { metadata })).metadata).toEqual(metadata)
    expect((await vendor.api('PATCH', second.path, { memo: 'm' })).status).toBe(400)
    await set({ editFinal: 'accepted' })
    expect((await ok('PATCH', second.path, { memo: 'm' })).memo).toBe('m')
  })
})

describe('numbers and dates', () => {
  test('numbers come at finalise or void, without a gap; a draft has none', async () => {
    const vendor = await startVendor()
    const { ok } = vendor
    const steps = ['finalize', 'void', 'mark-as-sent', 'finalize-and-send']
    const numbers = []
    for (const step of steps) {
      const { path } = await newDraft(vendor)
      expect(await ok('GET', path)).not.toHaveProperty('invoiceNumber')
      numbers.push((await ok('POST', `${path}/${step}`)).invoiceNumber)
    }
    expect(numbers).toEqual(['SEQ-0001', 'SEQ-0002', 'SEQ-0003', 'SEQ-0004'])
  })

  test('finalise sets the issue date; send sets it again, with a calculated due date', async () => {
    const vendor = await startVendor()
    const { ok, clock } = vendor
    await clock('2026-05-10T12:00:00Z')
    const { path } = await newDraft(vendor, { paymentTermDays: 14 })
    expect(await ok('GET', path)).not.toHaveProperty('issueDate')
    const final = await ok('POST', `${path}/finalize`)
    expect([final.issueDate, final.dueDate]).toEqual(['2026-05-10', '2026-05-24'])
    await clock('2026-05-13T12:00:00Z')
    const sent = await ok('POST', `${path}/send`)
    expect([sent.issueDate, sent.dueDate]).toEqual(['2026-05-13', '2026-05-27'])
    expect(sent.accountingDate).toBe('2026-05-10')
  })

  test('a given due date stays at send', async () => {
    const vendor = await startVendor()
    const { ok, clock } = vendor
    await clock('2026-05-10T12:00:00Z')
    const { path } = await newDraft(vendor, { dueDate: '2026-06-30' })
    const draft = await ok('GET', path)
    expect(draft).toMatchObject({ dueDate: '2026-06-30', dueDateSource: 'MANUAL' })
    expect(draft).not.toHaveProperty('paymentTermDays')
    await clock('2026-05-13T12:00:00Z')
    expect((await ok('POST', `${path}/finalize-and-send`)).dueDate).toBe('2026-06-30')
  })

  test('PATCH of a sent invoice fixes its due date; null is refused', async () => {
    const vendor = await startVendor()
    const { api, ok, set } = vendor
    const { path } = await newDraft(vendor)
    await ok('POST', `${path}/finalize-and-send`)
    await ok('PATCH', `${path}/sent`, { dueDate: '2027-01-31', memo: 'later' })
    const read = await ok('GET', path)
    expect(read).toMatchObject({ dueDate: '2027-01-31', dueDateSource: 'MANUAL', memo: 'later' })
    expect(read).not.toHaveProperty('paymentTermDays')
    expect((await api('PATCH', `${path}/sent`, { dueDate: null })).status).toBe(400)
    await set({ patchSentFields: 'two' })
    expect((await api('PATCH', `${path}/sent`, { memo: 'no' })).status).toBe(400)
  })

  test('updatedAt grows with every change, even when the clock goes back', async () => {
    const vendor = await startVendor()
    const { ok, clock } = vendor
    await clock('2026-05-10T12:00:00Z')
    const { path } = await newDraft(vendor)
    const times = [(await ok('GET', path)).updatedAt]
    await clock('2026-05-10T11:59:00Z')
    for (const step of ['finalize', 'send', 'void']) {
      times.push((await ok('POST', `${path}/${step}`)).updatedAt)
    }
    expect(times).toEqual([...new Set(times)].toSorted())
  })
})

describe('totals', () => {
  const totals = ({ netTotal, totalTax, grossTotal }: Json) => [netTotal, totalTax, grossTotal]

  test.each([
    ['GBP', ['3', '33.335', '0.2'], ['100.01', '20.00', '120.01']],
    ['USD', ['0.1', '0.2', '0.0825'], ['0.02', '0.00', '0.02']],
    ['JPY', ['3', '333.5', '0.1'], ['1001', '100', '1101']],
    ['CLP', ['1', '999.5', '0.19'], ['1000', '190', '1190']],
    ['KRW', ['2', '50', '0'], ['100', '0', '100']],
    ['ISK', ['1', '10.4', '0.24'], ['10', '2', '12']],
    ['EUR', ['1', '-25.005', '0.2'], ['-25.01', '-5.00', '-30.01']],
  ])('in %s: %j gives %j', async (currency, [quantity, rate, taxRate], expected) => {
    const vendor = await startVendor()
    const lines = [line({ quantity, rate, taxRate })]
    const { path } = await newDraft(vendor, { currency, groups: [], lines })
    expect(totals(await vendor.ok('GET', path))).toEqual(expected)
    const [shown] = (await vendor.ok('GET', `${path}/line-items`)).items
    expect(totals(shown)).toEqual(expected)
  })

  test('a percentage rate is a literal percent', async () => {
    const vendor = await startVendor()
    const { path } = await newDraft(vendor, { groups: [] })
    const percent = { quantity: '2000', rate: '5', rateDisplay: 'PERCENTAGE', taxRate: '0' }
    const made = await vendor.ok('POST', `${path}/line-items`, line(percent))
    expect(made.netTotal).toBe('100.00')
  })

  test('groups and the invoice are the sums of their lines, at every change', async () => {
    const vendor = await startVendor()
    const { ok } = vendor
    const { path } = await newDraft(vendor)
    const group = await ok('POST', `${path}/line-item-groups`, { title: 'Extra' })
    const lines = `${path}/line-items`
    const made = await ok('POST', lines, line({ groupId: group.id, quantity: '1' }))
    await ok('POST', lines, line({ title: 'Discount', rate: '-10', quantity: '1', taxRate: '0' }))
    const groupTotals = async () =>
      (await ok('GET', `${path}/line-item-groups?sortOrder=ASC`)).items.map(totals)
    expect(await groupTotals()).toEqual([
      ['100.00', '20.00', '120.00'],
      ['50.00', '10.00', '60.00'],
    ])
    expect(totals(await ok('GET', path))).toEqual(['140.00', '30.00', '170.00'])
    await ok('PUT', `${lines}/${made.id}`, line({ groupId: group.id, quantity: '3' }))
    expect(totals(await ok('GET', path))).toEqual(['240.00', '50.00', '290.00'])
    expect(await ok('DELETE', `${lines}/${made.id}`)).toMatchObject({ id: made.id })
    expect(totals(await ok('GET', path))).toEqual(['90.00', '20.00', '110.00'])
  })

  test.each(['TAX_EXEMPT', 'REVERSE_CHARGED'])('%s customers bear no tax', async (taxStatus) => {
    const vendor = await startVendor()
    const { ok } = vendor
    const { id: customerId } = await ok('POST', '/customers', customer({ taxStatus }))
    const { id } = await vendor.draft({ customerId, currency: 'GBP', lines: [line()] })
    await ok('POST', `/invoices/${id}/finalize`)
    const final = await ok('GET', `/invoices/${id}`)
    expect(totals(final)).toEqual(['100.00', '0.00', '100.00'])
    expect(final.customerTaxStatus).toBe(taxStatus)
    expect((await ok('GET', `/invoices/${id}/line-items`)).items[0].taxRate).toBe('0')
  })

  test('the tax status of the day of finalise stays on the invoice', async () => {
    const vendor = await startVendor()
    const { ok } = vendor
    const { path, customerId } = await newDraft(vendor)
    await ok('POST', `${path}/finalize`)
    await ok('PUT', `/customers/${customerId}`, customer({ taxStatus: 'TAX_EXEMPT' }))
    const sent = await ok('POST', `${path}/send`)
    expect([sent.customerTaxStatus, sent.totalTax]).toEqual(['TAXED', '20.00'])
  })

  test('tax is rounded line by line, or once when switched', async () => {
    const vendor = await startVendor()
    const cents = Array.from({ length: 3 }, () => line({ quantity: '1', rate: '0.12' }))
    const taxed = async () => {
      const { path } = await newDraft(vendor, { groups: [], lines: cents })
      return (await vendor.ok('GET', path)).totalTax
    }
    expect(await taxed()).toBe('0.06')
    await vendor.set({ taxRounding: 'perInvoice' })
    expect(await taxed()).toBe('0.07')
  })
})

describe('lines', () => {
  test('a line’s product follows from its price and cannot be written', async () => {
    const vendor = await startVendor()
    const { api, ok, own, set } = vendor
    const { id: productId } = await ok('POST', '/products', { name: 'Seats' })
    const asked = { productId, name: 'Seat', currency: 'GBP', amount: '50' }
    const { id: priceId } = await own('POST', '/prices', asked)
    const { path } = await newDraft(vendor, { groups: [] })
    const lines = `${path}/line-items`
    expect(await ok('POST', lines, line({ priceId }))).toMatchObject({ priceId, productId })
    expect((await api('POST', lines, line({ productId }))).status).toBe(400)
    await set({ lineProductId: 'writable' })
    expect(await ok('POST', lines, line({ productId }))).toMatchObject({ productId })
  })

  test('the category is on the group, and index starts anew in each group', async () => {
    const vendor = await startVendor()
    const { ok, own } = vendor
    const category = await own('POST', '/tax-categories', { name: 'Software' })
    const groups = [
      { title: 'One', taxCategory: 'Software', lines: [line(), line()] },
      { title: 'Two', lines: [line()] },
    ]
    const { path } = await newDraft(vendor, { groups })
    const [one, two] = (await ok('GET', `${path}/line-item-groups?sortOrder=ASC`)).items
    expect(one).toMatchObject({ index: 0, taxCategory: category })
    expect(two).not.toHaveProperty('taxCategory')
    const { items } = await ok('GET', `${path}/line-items?sortOrder=ASC`)
    expect(items.map((item: Json) => item.index)).toEqual([0, 1, 0])
    expect(items[0]).not.toHaveProperty('taxCategory')
  })

  test('a service period shows as days and as instants, or one of them', async () => {
    const vendor = await startVendor()
    const servicePeriod = { startDate: '2026-01-01', endDate: '2026-12-31' }
    const { path } = await newDraft(vendor, { groups: [], lines: [line({ servicePeriod })] })
    const shown = async () => {
      const [item] = (await vendor.ok('GET', `${path}/line-items`)).items
      return Object.keys(item).filter((field) => field.startsWith('servicePeriod'))
    }
    expect(await shown()).toEqual(['servicePeriod', 'servicePeriodStart', 'servicePeriodEnd'])
    await vendor.set({ servicePeriodForms: 'dates' })
    expect(await shown()).toEqual(['servicePeriod'])
    await vendor.set({ servicePeriodForms: 'timestamps' })
    expect(await shown()).toEqual(['servicePeriodStart', 'servicePeriodEnd'])
  })

  test.each([
    ['without a title', { title: '' }],
    ['without external ids', { externalIds: undefined }],
    ['with a quantity as a number', { quantity: 2 }],
    ['with a tax rate as a percent', { taxRate: '20' }],
    ['with an unknown rate display', { rateDisplay: 'EACH' }],
    [
      'with a period that ends before it starts',
      {
        servicePeriod: { startDate: '2026-02-01', endDate: '2026-01-01' },
      },
    ],
  ])('a line %s is refused', async (_name, wrong) => {
    const vendor = await startVendor()
    const { path } = await newDraft(vendor)
    expect((await vendor.api('POST', `${path}/line-items`, line(wrong))).status).toBe(400)
  })
})

test('an invoice in a currency outside the 32 is refused', async () => {
  const { api, ok } = await startVendor()
  const { id: customerId } = await ok('POST', '/customers', customer())
  for (const currency of ['KWD', 'HUF', 'gbp']) {
    expect((await api('POST', '/invoices', { customerId, currency })).status).toBe(400)
  }
})
