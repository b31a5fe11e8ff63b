import { ask, type Given, lasting, ofTheDraft, synced } from './path.ts'

const voidIt = ({ account, id }: Given) => account.sequence.post(`/invoices/${id}/void`)

/** Booked and partly paid, then voided in Sequence. */
async function voidedWithMoney(given: Given): Promise<void> {
  const { account, id } = given
  await account.pay(await synced(given), '30.00')
  await account.until(id, 'partially_paid')
  await account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'UNPAID' })
  await voidIt(given)
}

/** Voided in Sequence. */
export const voids = ofTheDraft({
  'invoice-voided-before-sync': {
    options: { linkCustomer: false },
    walk: async (given) => {
      const { account, id } = given
      await account.finalize(id)
      await account.until(id, 'blocked')
      await voidIt(given)
      await account.until(id, 'voided')
    },
    through: ['readSource', 'readSource'],
  },
  'invoice-voided-then-deleted': {
    walk: async (given) => {
      await synced(given)
      await voidIt(given)
      await given.account.until(given.id, 'voided')
    },
    through: ['createInvoice', 'readSource', 'deleteInvoice'],
  },
  'invoice-voided-with-money-held': {
    walk: async (given) => {
      await voidedWithMoney(given)
      await given.account.until(given.id, 'blocked')
      await ask(given, 'leave')
      await given.account.until(given.id, 'voided')
    },
    through: ['createInvoice', 'deleteInvoice', 'acceptTheirs'],
  },
  'invoice-voided-with-money-credited': {
    options: { settings: { voidPolicy: 'deleteOrCredit' } },
    walk: async (given) => {
      await voidedWithMoney(given)
      await given.account.until(given.id, 'voided')
    },
    through: ['createInvoice', 'deleteInvoice', 'openDayFrom', 'creditInvoice'],
  },
  'invoice-voided-excluded-while-credited': {
    options: { settings: { voidPolicy: 'ask' } },
    walk: async (given) => {
      const { account, id } = given
      await synced(given)
      await voidIt(given)
      await account.until(id, 'blocked')
      const rilletIsBack = await lasting(given, 'POST', '^/credit-memos/[^/]+/applications$')
      const crediting = ask(given, 'credit-difference')
      await account.untilInvoice(id, (one) => one.errorText !== null, 'a try in vain')
      const excluding = ask(given, 'exclude')
      await rilletIsBack()
      await account.until(id, 'excluded')
      await Promise.all([crediting, excluding])
    },
    through: ['createInvoice', 'openDayFrom', 'creditInvoice', 'creditInvoice'],
  },
  'invoice-voided-asked-then-deleted': {
    options: { settings: { voidPolicy: 'ask' } },
    walk: async (given) => {
      await synced(given)
      await voidIt(given)
      await given.account.until(given.id, 'blocked')
      await ask(given, 'delete-in-rillet')
      await given.account.until(given.id, 'voided')
    },
    through: ['createInvoice', 'readSource', 'deleteInvoice'],
  },
})
