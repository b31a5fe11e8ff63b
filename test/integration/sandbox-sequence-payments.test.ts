import { describe, expect, test } from 'vitest'
import { type Json, line, newDraft, startVendor, type Vendor } from './sandbox-sequence-support.ts'

async function finalInvoice(vendor: Vendor, change = {}) {
  const draft = await newDraft(vendor, change)
  await vendor.ok('POST', `${draft.path}/finalize`)
  const set = (paymentStatus: string) =>
    vendor.ok('PUT', `${draft.path}/payment-status`, { paymentStatus })
  const ledger = async () => {
    const { balance, paymentAllocations } = await vendor.ok('GET', draft.path)
    const amounts = paymentAllocations.map((it: Json) => `${it.origin} ${it.amount}`)
    return [balance, ...amounts]
  }
  return { ...draft, set, ledger }
}

describe('payment status', () => {
  test('PAID pays the rest by one MANUAL allocation; UNPAID takes it back', async () => {
    const vendor = await startVendor()
    const { set, ledger } = await finalInvoice(vendor)
    expect(await ledger()).toEqual(['120.00'])
    expect((await set('PARTIALLY_PAID')).paymentStatus).toBe('PARTIALLY_PAID')
    expect(await ledger()).toEqual(['120.00'])
    await set('PAID')
    expect(await ledger()).toEqual(['0.00', 'MANUAL 120.00'])
    await set('UNPAID')
    expect(await ledger()).toEqual(['120.00'])
  })

  test('a draft has no balance and takes no payment status', async () => {
    const vendor = await startVendor()
    const { path } = await newDraft(vendor)
    expect(await vendor.ok('GET', path)).not.toHaveProperty('balance')
    const paid = { paymentStatus: 'PAID' }
    expect((await vendor.api('PUT', `${path}/payment-status`, paid)).status).toBe(400)
    await vendor.set({ paymentStatusAllowedOn: 'any' })
    expect((await vendor.api('PUT', `${path}/payment-status`, paid)).status).toBe(200)
  })

  test('a word of its own or an amount is refused', async () => {
    const vendor = await startVendor()
    const { path } = await finalInvoice(vendor)
    const bodies = [{ paymentStatus: 'SETTLED' }, { paymentStatus: 'PAID', amount: '1' }, {}]
    for (const body of bodies) {
      expect((await vendor.api('PUT', `${path}/payment-status`, body)).status).toBe(400)
    }
  })

  test('leaves the ledger alone when switched', async () => {
    const vendor = await startVendor()
    await vendor.set({ paymentStatusLedger: 'leaves' })
    const { set, ledger } = await finalInvoice(vendor)
    await set('PAID')
    expect(await ledger()).toEqual(['120.00'])
  })
})

describe('collected by a provider', () => {
  test('Stripe’s payment settles the invoice by itself; its refund undoes that', async () => {
    const vendor = await startVendor()
    const { id, path, ledger } = await finalInvoice(vendor, { paymentProvider: 'STRIPE' })
    const collect = (status: string) =>
      vendor.own('POST', `/invoices/${id}/collections`, { provider: 'stripe', status })
    expect((await vendor.ok('GET', path)).integrationPaymentStatuses).toEqual({})
    await collect('PENDING')
    expect(await ledger()).toEqual(['120.00'])
    await collect('PAID')
    expect(await vendor.ok('GET', path)).toMatchObject({
      paymentStatus: 'PAID',
      integrationPaymentStatuses: { stripe: 'PAID' },
    })
    expect(await ledger()).toEqual(['0.00', 'STRIPE 120.00'])
    await collect('REFUNDED')
    expect(await ledger()).toEqual(['120.00'])
  })

  test('a link shows in the payment options, and elsewhere only when switched', async () => {
    const vendor = await startVendor()
    const options = async (paymentProvider: string) => {
      const { path } = await finalInvoice(vendor, { paymentProvider })
      return vendor.ok('GET', path)
    }
    expect((await options('NONE')).paymentOptions).toEqual(['BANK_TRANSFER'])
    const plain = await options('STRIPE')
    expect(plain.paymentOptions).toEqual(['BANK_TRANSFER', 'LINK'])
    expect(plain.linkedServices).toEqual([])
    await vendor.set({ providerStatusAtFinalise: 'pending', stripeLinkedService: 'shown' })
    expect(await options('STRIPE')).toMatchObject({
      integrationPaymentStatuses: { stripe: 'PENDING' },
      linkedServices: [{ externalService: 'Stripe' }],
    })
  })
})

describe('payment settings', () => {
  const schedule = '01941f29-7c00-756b-bec8-eea2bef61699'

  test('an invoice without any answers 404, or 400 when switched', async () => {
    const vendor = await startVendor()
    const { id } = await newDraft(vendor)
    const asked = `/payments/settings/invoices/for-invoice/${id}`
    expect((await vendor.api('GET', asked)).status).toBe(404)
    await vendor.set({ paymentSettingsMissing: '400' })
    expect((await vendor.api('GET', asked)).status).toBe(400)
  })

  test('the invoice’s go before its schedule’s, and those before the customer’s', async () => {
    const vendor = await startVendor()
    const { ok, own, set } = vendor
    await set({ settingsForInvoice: 'effective' })
    const { id, customerId } = await newDraft(vendor, { billingScheduleId: schedule })
    const asked = `/payments/settings/invoices/for-invoice/${id}`
    const customers = { customerId, paymentProvider: 'GOCARDLESS' }
    await ok('POST', '/payments/settings/customers', customers)
    expect((await ok('GET', asked)).paymentProvider).toBe('GOCARDLESS')
    const schedules = { billingScheduleId: schedule, paymentProvider: 'STRIPE', autoCharge: true }
    await own('POST', '/billing-schedule-settings', schedules)
    expect((await ok('GET', asked)).paymentProvider).toBe('STRIPE')
    const made = await ok('POST', '/payments/settings/invoices', {
      invoiceId: id,
      paymentProvider: 'NONE',
    })
    expect((await ok('GET', asked)).paymentProvider).toBe('NONE')
    await set({ settingsForInvoice: 'own' })
    await ok('DELETE', `/payments/settings/invoices/${made.id}`)
    expect((await vendor.api('GET', asked)).status).toBe(404)
    const scheduled = `/payments/settings/billing-schedules/for-billing-schedule/${schedule}`
    expect(await ok('GET', scheduled)).toMatchObject({
      paymentProvider: 'STRIPE',
      autoCharge: true,
    })
  })

  test('are made once, changed and deleted by their own id', async () => {
    const vendor = await startVendor()
    const { api, ok } = vendor
    const { id: invoiceId, customerId } = await newDraft(vendor)
    const asked = { invoiceId, paymentProvider: 'STRIPE' }
    const { id } = await ok('POST', '/payments/settings/invoices', asked)
    expect((await api('POST', '/payments/settings/invoices', asked)).status).toBe(400)
    const path = `/payments/settings/invoices/${id}`
    expect(await ok('PUT', path, { paymentProvider: 'GOCARDLESS' })).toMatchObject({
      invoiceId,
      customerId,
      paymentProvider: 'GOCARDLESS',
    })
    expect((await api('PUT', path, { paymentProvider: 'PAYPAL' })).status).toBe(400)
    await ok('DELETE', path)
    expect((await api('GET', path)).status).toBe(404)
  })
})

describe('credit notes', () => {
  async function noteFor(vendor: Vendor, amount: string, change = {}) {
    const { ok } = vendor
    const invoice = await finalInvoice(vendor)
    const asked = { customerId: invoice.customerId, currency: 'GBP', invoiceId: invoice.id }
    const { id } = await ok('POST', '/credit-notes', { ...asked, ...change })
    const credited = line({ quantity: '1', rate: amount, taxRate: '0', creditNoteId: id })
    await ok('POST', `/credit-notes/${id}/line-items`, credited)
    await ok('POST', `/credit-notes/${id}/finalize`)
    const apply = (money: number, versions: [number, number], currency = 'GBP') =>
      vendor.api('POST', '/credit-note-applications', {
        creditNoteId: id,
        invoiceId: invoice.id,
        amount: money,
        currency,
        creditNoteBalanceVersion: versions[0],
        invoiceBalanceVersion: versions[1],
      })
    return { id, path: `/credit-notes/${id}`, invoice, apply }
  }

  test('are numbered at finalise, tied to their invoice, and gone through the same moves', async () => {
    const vendor = await startVendor()
    const { api, ok } = vendor
    const { id, path, invoice } = await noteFor(vendor, '20')
    expect(await ok('GET', path)).toMatchObject({
      status: 'FINAL',
      creditNoteNumber: 'SCN-0001',
      invoiceNumber: 'SEQ-0001',
      grossTotal: '20.00',
      applicationStatus: 'UNAPPLIED',
      balance: '20.00',
    })
    expect((await ok('GET', invoice.path)).creditNoteIds).toEqual([id])
    expect((await api('POST', `${path}/finalize`)).status).toBe(400)
    expect((await api('DELETE', path)).status).toBe(400)
    expect((await ok('POST', `${path}/send`)).status).toBe('SENT')
    expect((await ok('POST', `${path}/void`)).status).toBe('VOIDED')
    const { items } = await ok('GET', '/credit-notes?creditNoteStatus=VOIDED')
    expect(items.map((note: Json) => note.id)).toEqual([id])
  })

  test('are applied against the balances that the caller read, else 409', async () => {
    const vendor = await startVendor()
    const { ok } = vendor
    const { path, invoice, apply } = await noteFor(vendor, '20')
    const stale = await apply(15, [1, 7])
    expect(stale.status).toBe(409)
    expect(stale.body).toMatchObject({
      message: expect.any(String),
      currentInvoiceBalance: { value: 120, currency: 'GBP', version: 1 },
      currentCreditNoteBalance: { value: 20, currency: 'GBP', version: 1 },
    })
    expect((await apply(15, [1, 1])).body).toMatchObject({
      amount: 15,
      invoiceBalance: { value: 105, version: 2 },
      creditNoteBalance: { value: 5, version: 2 },
    })
    expect((await apply(1, [1, 1])).status).toBe(409)
    expect(await ok('GET', path)).toMatchObject({
      applicationStatus: 'PARTIALLY_APPLIED',
      applications: [{ invoiceId: invoice.id, amount: '15.00', invoiceNumber: 'SEQ-0001' }],
    })
    expect(await ok('GET', invoice.path)).toMatchObject({
      balance: '105.00',
      appliedCreditNotes: [{ creditNoteNumber: 'SCN-0001', grossTotal: '20.00' }],
    })
    expect((await apply(5, [2, 2])).status).toBe(201)
    expect((await ok('GET', path)).applicationStatus).toBe('FULLY_APPLIED')
  })

  test('are not applied beyond what they hold, in parts of a penny, or in another currency', async () => {
    const vendor = await startVendor()
    const { apply } = await noteFor(vendor, '20')
    const statuses = [
      await apply(20.01, [1, 1]),
      await apply(0.001, [1, 1]),
      await apply(0, [1, 1]),
      await apply(1, [1, 1], 'EUR'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([400, 400, 400, 400])
  })

  test('show their amounts negative when switched', async () => {
    const vendor = await startVendor()
    const { path } = await noteFor(vendor, '20')
    await vendor.set({ creditNoteSign: 'negative' })
    expect((await vendor.ok('GET', path)).grossTotal).toBe('-20.00')
  })

  test('may stand alone, and have groups without a tax category', async () => {
    const vendor = await startVendor()
    const { ok } = vendor
    const { customerId } = await newDraft(vendor)
    const { id } = await ok('POST', '/credit-notes', { customerId, currency: 'EUR' })
    const group = await ok('POST', `/credit-notes/${id}/line-item-groups`, { title: 'Back' })
    const credited = line({ creditNoteId: id, groupId: group.id })
    await ok('POST', `/credit-notes/${id}/line-items`, credited)
    const [shown] = (await ok('GET', `/credit-notes/${id}/line-item-groups`)).items
    expect(shown).toMatchObject({ creditNoteId: id, grossTotal: '120.00' })
    expect(shown).not.toHaveProperty('taxCategory')
    expect(await ok('GET', `/credit-notes/${id}`)).not.toHaveProperty('invoiceId')
    expect((await ok('DELETE', `/credit-notes/${id}`)).id).toBe(id)
  })
})
