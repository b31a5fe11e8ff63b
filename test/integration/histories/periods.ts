import { untilAsleep } from '../../support/sweeps.ts'
import { ask, closeBooks, ofTheDraft, reopenBooks, synced } from './path.ts'

/** Rillet's books are closed for the invoice's day. */
export const periods = ofTheDraft({
  'invoice-closed-period-then-opened': {
    walk: async (given) => {
      await closeBooks(given, '2026-11-30')
      await given.account.finalize(given.id)
      await given.account.until(given.id, 'blocked')
      await reopenBooks(given)
      await given.account.until(given.id, 'synced')
    },
    through: ['createInvoice', 'createInvoice'],
  },
  'invoice-closed-period-asked': {
    options: { settings: { closedPeriodPolicy: 'ask' } },
    walk: async (given) => {
      const { account, id, world } = given
      await closeBooks(given, '2026-11-30')
      await account.finalize(id)
      await account.until(id, 'blocked')
      await reopenBooks(given)
      await account.sequence.post(`/invoices/${id}/send`)
      await account.untilInvoice(id, ({ sourceStatus }) => sourceStatus === 'SENT', 'SENT')
      await untilAsleep(world, account, id)
      await ask(given, 'retry')
      await account.until(id, 'synced')
    },
    through: ['readSource', 'createInvoice', 'readSource', 'readSource', 'createInvoice'],
  },
  'invoice-moved-in-closed-period-asked': {
    options: { settings: { closedPeriodPolicy: 'ask' } },
    walk: async (given) => {
      const { account, id, world } = given
      const rilletId = await synced(given)
      await closeBooks(given, '2026-11-30')
      await account.sequence.post(`/invoices/${id}/send`)
      await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
      await account.until(id, 'blocked')
      await reopenBooks(given)
      await account.pay(rilletId, '40.00')
      await account.untilInvoice(id, ({ paymentStatus }) => paymentStatus !== 'UNPAID', 'told')
      await untilAsleep(world, account, id)
      await ask(given, 'retry')
      await account.until(id, 'partially_paid')
    },
    through: ['createInvoice', 'updateDates', 'setPaymentStatus', 'updateDates'],
  },
  'invoice-dated-on-open-day': {
    options: { settings: { closedPeriodPolicy: 'dateOnOpenDay' } },
    walk: async (given) => {
      await closeBooks(given, '2026-11-30')
      await synced(given)
    },
    through: ['createInvoice', 'chooseOpenDay', 'createInvoice'],
  },
  'invoice-dated-on-open-day-by-a-person': {
    walk: async (given) => {
      await closeBooks(given, '2026-11-30')
      await given.account.finalize(given.id)
      await given.account.until(given.id, 'blocked')
      await ask(given, 'date-on-open-day')
      await given.account.until(given.id, 'synced')
    },
    through: ['createInvoice', 'chooseOpenDay', 'createInvoice'],
  },
  'invoice-no-open-day-helps': {
    walk: async (given) => {
      const { account, id } = given
      await synced(given)
      await closeBooks(given, '2027-01-31')
      await account.sequence.post(`/invoices/${id}/send`)
      await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-02-15' })
      await account.until(id, 'blocked')
      await ask(given, 'date-on-open-day')
      await reopenBooks(given)
      await account.until(id, 'synced')
    },
    through: ['createInvoice', 'updateDates', 'updateDates', 'chooseOpenDay', 'updateDates'],
  },
})
