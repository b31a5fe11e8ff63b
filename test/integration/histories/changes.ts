import { expect } from 'vitest'
import { invoiceWorkflowId } from '../../../domain/ids.ts'
import { rilletProduct } from '../../support/account.ts'
import { editInRillet } from '../../support/edit-in-rillet.ts'
import type { Json } from '../../support/http.ts'
import { untilAsleep } from '../../support/sweeps.ts'
import {
  ask,
  closeBooks,
  type Given,
  lasting,
  ofTheDraft,
  reopenBooks,
  rilletFault,
  synced,
} from './path.ts'

/** Booked, then 25 less in Sequence: no update of Rillet's can carry that. */
async function changed(given: Given, product: Json = given.account.product): Promise<string> {
  const { account, id } = given
  const rilletId = await synced(given)
  await account.correct(id, '-25', product['id'])
  await account.sequence.post(`/invoices/${id}/send`)
  await account.until(id, 'drift')
  return rilletId
}

const isMadeAgain =
  (before: string) =>
  ({ state, rilletId }: Json) =>
    state === 'synced' && rilletId !== before

/** Booked, then its due date edited by Rillet's own users. */
async function edited(given: Given): Promise<string> {
  const { account, id } = given
  const rilletId = await synced(given)
  await editInRillet(account, rilletId, { due_date: '2027-03-31' })
  await account.until(id, 'drift')
  return rilletId
}

/** What one side changed after the invoice was booked, and how a person decides about it. */
export const changes = ofTheDraft({
  'invoice-changed-then-recreated': {
    walk: async (given) => {
      const { account, id } = given
      const before = await changed(given)
      await ask(given, 'recreate')
      await account.untilInvoice(id, isMadeAgain(before), 'another Rillet invoice')
    },
    through: ['createInvoice', 'deleteInvoice', 'createInvoice'],
  },
  'invoice-changed-then-recreated-when-opened': {
    walk: async (given) => {
      const { world, account, id } = given
      const before = await changed(given)
      await closeBooks(given, '2026-11-30')
      await ask(given, 'recreate')
      await reopenBooks(given)
      await world.api.post(`${account.at}/connection/recheck`)
      await account.untilInvoice(id, isMadeAgain(before), 'another Rillet invoice')
    },
    through: ['createInvoice', 'deleteInvoice', 'deleteInvoice', 'createInvoice'],
  },
  'invoice-recreation-held-by-a-product': {
    options: { settings: { unmappedProduct: 'block' } },
    walk: async (given) => {
      const { world, account, id } = given
      const product = await account.newProduct('Discount')
      const before = await changed(given, product)
      await ask(given, 'recreate')
      await account.until(id, 'blocked')
      const { id: rilletId } = await account.rillet.post('/products', rilletProduct('Discount'))
      await world.api.put(`${account.at}/products/${product['id']}/link`, { rilletId })
      await account.untilInvoice(id, isMadeAgain(before), 'another Rillet invoice')
    },
    through: ['createInvoice', 'deleteInvoice', 'createInvoice'],
  },
  'invoice-changed-then-credited': {
    walk: async (given) => {
      await changed(given)
      await ask(given, 'credit-difference')
      await given.account.until(given.id, 'partially_paid')
    },
    through: ['createInvoice', 'openDayFrom', 'creditInvoice', 'readRemote', 'setPaymentStatus'],
  },
  'invoice-changed-then-credited-in-doubt': {
    walk: async (given) => {
      await changed(given)
      await rilletFault(given, 'commit_then_reset', { path: '^/credit-memos$' })
      await ask(given, 'credit-difference')
      await given.account.until(given.id, 'partially_paid')
    },
    through: ['createInvoice', 'openDayFrom', 'creditInvoice', 'creditInvoice', 'readRemote'],
  },
  'invoice-changed-then-credited-and-named': {
    walk: async (given) => {
      const { account, id } = given
      await changed(given)
      const listsAreBack = await lasting(given, 'GET', '^/credit-memos(\\?|$)')
      await rilletFault(given, 'commit_then_reset', { path: '^/credit-memos$' })
      await ask(given, 'credit-difference')
      await account.until(id, 'in_doubt')
      const [memo] = (await account.books())['creditMemos']
      await ask(given, 'resolve-in-doubt', { found: true, rilletId: memo['id'] })
      await listsAreBack()
      await account.until(id, 'partially_paid')
    },
    through: ['createInvoice', 'openDayFrom', 'creditInvoice', 'creditInvoice', 'readRemote'],
  },
  'invoice-changed-then-left': {
    walk: async (given) => {
      await changed(given)
      await ask(given, 'leave')
      await given.account.until(given.id, 'synced')
    },
    through: ['createInvoice', 'acceptTheirs'],
  },
  'invoice-edited-then-accepted': {
    walk: async (given) => {
      await edited(given)
      await ask(given, 'accept-theirs')
      await given.account.until(given.id, 'synced')
    },
    through: ['createInvoice', 'readRemote', 'acceptTheirs'],
  },
  'invoice-edited-then-left': {
    walk: async (given) => {
      await edited(given)
      await ask(given, 'leave')
      await given.account.until(given.id, 'synced')
    },
    through: ['createInvoice', 'readRemote', 'acceptTheirs'],
  },
  'invoice-left-while-a-date-is-on-its-way': {
    walk: async (given) => {
      const { world, account, id } = given
      await synced(given)
      await account.sequence.ask('PUT', `/invoices/${id}/payment-status`, { paymentStatus: 'PAID' })
      await account.until(id, 'drift')
      await untilAsleep(world, account, id)
      await rilletFault(given, 'slow', { method: 'PUT', path: '/invoices/', ms: 4_000 })
      await account.sequence.post(`/invoices/${id}/send`)
      await account.sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate: '2027-01-15' })
      const isMoving = async () => {
        const { events } = await world.temporal.workflow
          .getHandle(invoiceWorkflowId({ accountId: account.id, invoiceId: id }))
          .fetchHistory()
        return (events ?? []).some(
          (one) => one.activityTaskScheduledEventAttributes?.activityType?.name === 'updateDates',
        )
      }
      await expect.poll(isMoving).toBe(true)
      await ask(given, 'leave')
      await account.until(id, 'drift')
    },
    through: ['createInvoice', 'readSource', 'updateDates'],
  },
  'invoice-edited-then-pushed': {
    walk: async (given) => {
      await edited(given)
      await ask(given, 'push-ours')
      await given.account.until(given.id, 'synced')
    },
    through: ['createInvoice', 'readRemote', 'updateDates'],
  },
  'invoice-edited-again-before-it-was-accepted': {
    walk: async (given) => {
      const { world, account, id } = given
      const rilletId = await edited(given)
      const more = { method: 'GET', path: `^/invoices/${rilletId}`, status: 401, probability: 1 }
      const fault = await rilletFault(given, 'status', more)
      await ask(given, 'accept-theirs')
      await world.rillet.delete(`/_sandbox/faults/${fault.id}`)
      const change = { due_date: '2027-03-31', invoice_number: 'ANOTHER' }
      await editInRillet(account, rilletId, change)
      const apiKey = account.organization.keys[0].token
      await world.api.put(`${account.at}/connection/rillet`, { apiKey })
      const isAskedAgain = ({ state, drift }: Json) => state === 'drift' && drift.length === 2
      await account.untilInvoice(id, isAskedAgain, 'both edits')
    },
    through: ['createInvoice', 'readRemote', 'readRemote'],
  },
  'invoice-recreated-as-others-choose': {
    walk: async (given) => {
      const { account, id, world } = given
      const before = await changed(given)
      const slow = { method: 'DELETE', path: `^/invoices/${before}$`, ms: 2_000 }
      const fault = await rilletFault(given, 'slow', slow)
      const isDeleting = async () => {
        const { faults } = await world.rillet.get('/_sandbox/faults')
        return faults.find((one: Json) => one['id'] === fault.id).injected
      }
      const recreated = ask(given, 'recreate')
      await expect.poll(isDeleting).toBe(1)
      await Promise.all([recreated, ask(given, 'leave'), ask(given, 'credit-difference')])
      await account.untilInvoice(id, isMadeAgain(before), 'another Rillet invoice')
    },
    through: ['createInvoice', 'deleteInvoice', 'createInvoice'],
  },
})
