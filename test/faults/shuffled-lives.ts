import type { Account, AccountWorld } from '../support/account.ts'
import { draftNote, finalizeNote } from '../support/credit-notes.ts'
import { editInRillet } from '../support/edit-in-rillet.ts'

type Booked = { id: string; rilletId: string }

/** How an invoice ends on both sides. */
export type End = {
  state: string
  inSequence: string
  /** Live invoices in Rillet that refer to it. */
  booked: number
  /** Of the live one in Rillet. As wanted: absent where Sequence's terms give it, counted from today. */
  dueDate?: string
  isDueAsInSequence?: boolean
  /** Amounts of the payments that are left, in order of their text. */
  payments: string[]
  /** Totals of the live credit memos that are set off against it. */
  credited: string[]
}

/** What happens to an invoice that is in Rillet while nobody is told of it, and how it must end. */
export type Life = {
  name: string
  live: (of: Account, invoice: Booked, world: AccountWorld) => Promise<void>
  /** In another state than its money alone would say. */
  endsElsewhere?: true
  end: End
}

const dueDate = '2027-02-15'
const unpaid = { inSequence: 'UNPAID', payments: [], credited: [] }
const paid = { state: 'paid', inSequence: 'PAID', booked: 1, isDueAsInSequence: true, credited: [] }

/** Sent, given a later due date. */
async function sendLater({ sequence }: Account, { id }: Booked): Promise<void> {
  await sequence.post(`/invoices/${id}/send`)
  await sequence.ask('PATCH', `/invoices/${id}/sent`, { dueDate })
}

const paymentOf = (amount: string) => ({
  amount: { amount, currency: 'USD' },
  date: '2026-11-21',
  account_code: '1000',
})

/** One for each seed in turn. */
export const lives: readonly Life[] = [
  {
    name: 'sent, moved and paid in two parts',
    live: async (of, invoice) => {
      await of.pay(invoice.rilletId, '40.00')
      await sendLater(of, invoice)
      await of.pay(invoice.rilletId, '60.00')
    },
    end: { ...paid, dueDate, payments: ['40.00', '60.00'] },
  },
  {
    name: 'paid, corrected, taken back and paid again',
    live: async (of, { rilletId }) => {
      const { id } = await of.pay(rilletId, '100.00')
      await of.rillet.put(`/invoices/${rilletId}/payments/${id}`, paymentOf('70.00'))
      await of.rillet.delete(`/invoices/${rilletId}/payments/${id}`)
      await of.pay(rilletId, '30.00')
    },
    end: {
      ...paid,
      state: 'partially_paid',
      inSequence: 'PARTIALLY_PAID',

      payments: ['30.00'],
    },
  },
  {
    name: 'paid by a payment that fails, then by a good one',
    live: async (of, { rilletId }, world) => {
      const { id } = await of.pay(rilletId, '100.00')
      await world.rillet.post(`/_sandbox/payments/${id}/fail`)
      await of.pay(rilletId, '100.00')
    },
    end: { ...paid, payments: ['100.00', '100.00'] },
  },
  {
    name: 'sent and voided',
    live: async (of, invoice) => {
      await sendLater(of, invoice)
      await of.sequence.post(`/invoices/${invoice.id}/void`)
    },
    end: { ...unpaid, state: 'voided', booked: 0 },
  },
  {
    name: 'paid, and deleted in Rillet with its payment',
    live: async (of, { rilletId }) => {
      const { id } = await of.pay(rilletId, '40.00')
      await of.rillet.delete(`/invoices/${rilletId}/payments/${id}`)
      await of.rillet.delete(`/invoices/${rilletId}`)
    },
    endsElsewhere: true,
    end: { ...unpaid, state: 'removed', booked: 0 },
  },
  {
    name: 'credited by a credit note and paid for the rest',
    live: async (of, { id, rilletId }) => {
      await finalizeNote(of, await draftNote(of, { invoiceId: id }))
      await of.pay(rilletId, '60.00')
    },
    end: { ...paid, payments: ['60.00'], credited: ['40.00'] },
  },
  {
    name: 'edited in Rillet and paid',
    live: async (of, { rilletId }) => {
      await editInRillet(of, rilletId, { due_date: '2027-03-31' })
      await of.pay(rilletId, '100.00')
    },
    endsElsewhere: true,
    end: {
      ...paid,
      state: 'drift',
      dueDate: '2027-03-31',
      isDueAsInSequence: false,
      payments: ['100.00'],
    },
  },
]
