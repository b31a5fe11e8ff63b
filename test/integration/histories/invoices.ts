import { expect } from 'vitest'
import { growLong } from '../../support/grow-long.ts'
import type { Json } from '../../support/http.ts'
import { hintLate } from '../../support/late-hint.ts'
import { untilAsleep } from '../../support/sweeps.ts'
import { ask, ofTheDraft, rilletFault, synced } from './path.ts'

/** From finalized to settled, and what comes between. */
export const invoices = ofTheDraft({
  'invoice-paid': {
    walk: async (given) => {
      const { account, id } = given
      const rilletId = await synced(given)
      await account.pay(rilletId, '30.00')
      await account.until(id, 'partially_paid')
      await account.pay(rilletId, '70.00')
      await account.until(id, 'paid')
    },
    through: ['readSource', 'createInvoice', 'readRemote', 'setPaymentStatus', 'readRemote'],
  },
  'invoice-blocked-then-linked': {
    options: { linkCustomer: false },
    walk: async ({ account, id }) => {
      await account.finalize(id)
      await account.until(id, 'blocked')
      await account.linkCustomer(account.customer)
      await account.until(id, 'synced')
    },
    through: ['readSource', 'createInvoice'],
  },
  'invoice-product-created': {
    options: { linkProduct: false },
    walk: synced,
    through: ['readSource', 'startCreates', 'createInvoice'],
  },
  'invoice-refused-then-retried': {
    walk: async (given) => {
      const { account, id } = given
      const refusal = { status: 400, body: { title: 'No', status: 400 } }
      await rilletFault(given, 'status', { path: '^/invoices$', ...refusal })
      await account.finalize(id)
      await account.until(id, 'blocked')
      await ask(given, 'retry')
      await account.until(id, 'synced')
    },
    through: ['createInvoice', 'readSource', 'createInvoice'],
  },
  'invoice-unreachable-then-excluded': {
    walk: async (given) => {
      const { world, account, id } = given
      const fault = await world.sequence.post('/_sandbox/faults', {
        kind: 'status',
        status: 503,
        probability: 1,
        match: { method: 'GET', path: `^/api/invoices/${id}` },
      })
      await account.finalize(id)
      await account.untilInvoice(id, (one) => one.errorText !== null, 'trouble')
      await ask(given, 'exclude')
      await account.until(id, 'excluded')
      await world.sequence.delete(`/_sandbox/faults/${fault.id}`)
    },
    through: ['readSource'],
  },
  'invoice-excluded-while-a-try-fails': {
    walk: async (given) => {
      const { world, account, id } = given
      const path = `/api/invoices/${id}`
      const match = { method: 'GET', path: `^${path}` }
      const fault = (more: Json) => world.sequence.post('/_sandbox/faults', { match, ...more })
      const slow = await fault({ kind: 'slow', ms: 700, probability: 1 })
      const failing = await fault({ kind: 'commit_then_status', status: 503, probability: 1 })
      await account.finalize(id)
      const asked = async () =>
        (await world.sequence.get(`/_sandbox/requests?method=GET&path=${path}`)).requests.length
      await expect.poll(asked).toBeGreaterThan(0)
      await ask(given, 'exclude')
      await account.until(id, 'excluded')
      for (const one of [slow, failing]) await world.sequence.delete(`/_sandbox/faults/${one.id}`)
    },
    through: ['readSource'],
  },
  'invoice-with-stripe-link': {
    draft: { paymentProvider: 'STRIPE' },
    walk: async (given) => {
      const { account, id } = given
      await account.pay(await synced(given), '10.00')
      await account.untilInvoice(id, (one) => one.payments.length === 1, 'a payment')
    },
    through: ['createInvoice', 'readRemote'],
  },
  'invoice-dates-moved': {
    walk: async (given) => {
      const { account, id } = given
      await synced(given)
      await account.sequence.post(`/invoices/${id}/send`)
      await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-02-01' })
      await expect.poll(async () => (await account.booked(id))[0].due_date).toBe('2027-02-01')
    },
    through: ['createInvoice', 'readSource', 'updateDates'],
  },
  'invoice-removed': {
    walk: async (given) => {
      const { account, id } = given
      await account.rillet.delete(`/invoices/${await synced(given)}`)
      await account.until(id, 'removed')
    },
    through: ['createInvoice', 'readRemote'],
  },
  'invoice-removed-then-wanted': {
    walk: async (given) => {
      const { account, id } = given
      await account.rillet.delete(`/invoices/${await synced(given)}`)
      await account.until(id, 'removed')
      await ask(given, 'retry')
      await account.until(id, 'synced')
    },
    through: ['readSource', 'createInvoice'],
  },
  'invoice-removed-then-hinted-late': {
    walk: async (given) => {
      const { world, account, id } = given
      await account.rillet.delete(`/invoices/${await synced(given)}`)
      await account.until(id, 'removed')
      await untilAsleep(world, account, id)
      const run = await hintLate(world, { accountId: account.id, invoiceId: id }, 'synced')
      await run.result()
      await account.until(id, 'removed')
    },
    through: ['readSource'],
  },
  'invoice-removed-with-its-payment': {
    walk: async (given) => {
      const { world, account, id } = given
      const rilletId = await synced(given)
      const payment = await account.pay(rilletId, '100.00')
      await account.until(id, 'paid')
      const match = { caller: account.webhook['id'] }
      // The invoice's end is heard of first: else Sequence follows the payment's own.
      const { id: fault } = await world.rillet.post('/_sandbox/faults', {
        kind: 'webhook_drop',
        match: { path: '^INVOICE/(PAYMENT_)?UPDATED', ...match },
        probability: 1,
      })
      await account.rillet.delete(`/invoices/${rilletId}/payments/${payment['id']}`)
      await account.rillet.delete(`/invoices/${rilletId}`)
      await account.until(id, 'removed')
      await expect.poll(() => account.paymentStatus(id)).toBe('UNPAID')
      await world.rillet.delete(`/_sandbox/faults/${fault}`)
    },
    // Of the run that the removal woke.
    through: ['readRemote', 'setPaymentStatus'],
  },
  'invoice-marked-as-booked-elsewhere': {
    options: { linkCustomer: false },
    walk: async (given) => {
      const { account, id } = given
      await account.finalize(id)
      await account.until(id, 'blocked')
      await ask(given, 'mark-as-synced')
      await account.until(id, 'excluded')
    },
    through: ['readSource'],
  },
  'invoice-booked-wrongly-then-marked-as-synced': {
    walk: async (given) => {
      const { world, account, id } = given
      const path = `/_sandbox/organizations/${account.organization.id}/misbookings`
      await world.rillet.post(path, { reference: id })
      await account.finalize(id)
      const { rilletId } = await account.until(id, 'blocked')
      await world.rillet.post(`/_sandbox/invoices/${rilletId}/correct`)
      await ask(given, 'mark-as-synced', { rilletId })
      await account.until(id, 'synced')
    },
    through: ['createInvoice', 'adoptInvoice'],
  },
  'invoice-grown-long': {
    walk: async (given) => {
      await synced(given)
      await growLong(given.world, given.account, given.id)
    },
    through: ['readSource', 'createInvoice'],
  },
  'invoice-gone-on-in-a-new-run': {
    options: { linkCustomer: false },
    walk: async (given) => {
      const { account, id } = given
      await account.finalize(id)
      await account.until(id, 'blocked')
      await growLong(given.world, given.account, given.id)
      await account.linkCustomer(account.customer)
      await account.until(id, 'synced')
    },
    through: ['readSource', 'createInvoice'],
  },
})
