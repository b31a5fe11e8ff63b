import { Big } from 'big.js'
import { z } from 'zod'
import { closingMonth } from '../accounts.ts'
import { Anything } from '../operator.ts'
import { poll } from '../poll.ts'
import type { RilletInvoice } from '../rillet-books.ts'
import { readAccount } from '../sequence-books.ts'
import type { Scenario, Stage, Subject } from '../stage.ts'
import { awaitInRillet } from './in-rillet.ts'

const Made = z.object({ id: z.string() })
const Notes = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      problems: z.array(z.object({ code: z.string() })),
    }),
  ),
})

/** Issued in Sequence for a part of its invoice. */
export const issueCreditNote: Scenario = async (stage, subject) => {
  await awaitInRillet(stage, subject)
  const { id } = await noteOf(stage, subject, today())
  await reachNote(stage, subject, id, 'synced')
}

/** Issued, booked and set off; then voided in Sequence, which undoes it all. */
export const voidCreditNote: Scenario = async (stage, subject) => {
  const { account, reach } = subject
  await awaitInRillet(stage, subject)
  const note = await noteOf(stage, subject, today())
  if (note.status !== 'VOIDED') {
    await reachNote(stage, subject, note.id, 'synced')
    // It stood at `synced` before: to see it there again proves nothing until it has left it.
    await reach({ state: 'partially_paid' })
    const path = `/credit-notes/${note.id}/void`
    await account.sequence.api.send({ method: 'POST', path }, Anything)
  }
  await reachNote(stage, subject, note.id, 'voided')
}

/** Of a month whose books are closed: it waits, and says so. */
export const creditClosedMonth: Scenario = async (stage, subject) => {
  const { id } = await noteOf(stage, subject, closingMonth.day)
  await reachNote(stage, subject, id, 'blocked: period_closed')
}

/** Rillet's users credit all that is open, today. */
export const creditInRillet: Scenario = async (stage, subject) => {
  const invoice = await awaitInRillet(stage, subject)
  if (new Big(invoice.amount_due.amount).eq(0)) return
  await creditAll(subject, invoice)
}

async function creditAll({ account }: Subject, invoice: RilletInvoice) {
  const { api } = account.rillet
  const { items, amount_due: amount, customer_id } = invoice
  const day = today()
  const price = { product_id: items[0]?.product_id, quantity: 1, amount_per_unit: amount }
  const memo = {
    customer_id,
    credit_memo_date: day,
    items: [{ description: 'Settled otherwise', price }],
  }
  const { id } = await api.send({ method: 'POST', path: '/credit-memos', body: memo }, Made)
  const body = { applications: [{ invoice_id: invoice.id, amount, application_date: day }] }
  const path = `/credit-memos/${id}/applications`
  await api.send({ method: 'POST', path, body }, Anything)
}

type Note = { id: string; status: string }

/** The credit note of this invoice; made, with one line, and finalized if there is none yet. */
async function noteOf({ sequence }: Stage, { id, account }: Subject, day: string): Promise<Note> {
  const { api, accountId } = account.sequence
  const { creditNotes, invoices } = await readAccount(sequence, accountId)
  const found = creditNotes.find(({ invoiceId }) => invoiceId === id)
  if (found !== undefined && found.status !== 'DRAFT') return found
  const invoice = invoices.find((one) => one.id === id)
  const { currency, customerId } = invoice ?? {}
  const head = { currency, customerId, invoiceId: id, accountingDate: day }
  const made =
    found ?? (await api.send({ method: 'POST', path: '/credit-notes', body: head }, Made))
  const at = `/credit-notes/${made.id}`
  const line = {
    creditNoteId: made.id,
    title: 'Goodwill',
    quantity: '1',
    rate: '60.00',
    taxRate: '0.2',
    externalIds: [],
    productId: invoice?.lines[0]?.productId,
  }
  if (found === undefined) {
    await api.send({ method: 'POST', path: `${at}/line-items`, body: line }, Anything)
  }
  await api.send({ method: 'POST', path: `${at}/finalize` }, Anything)
  return { id: made.id, status: 'FINAL' }
}

const today = () => new Date().toISOString().slice(0, 10)

/** Waits until the sync shows the credit note there: its state, and why if it is blocked. */
async function reachNote(
  stage: Stage,
  { account }: Subject,
  id: string,
  wanted: string,
): Promise<void> {
  const ask = async () => {
    const { items } = await account.operator.get('/credit-notes?limit=100', Notes)
    const note = items.find((one) => one.id === id)
    if (note === undefined) return 'the sync has never seen it'
    return [note.state, ...note.problems.map(({ code }) => code)].join(': ')
  }
  if ((await ask()) === wanted) return
  await stage.told()
  await poll({
    wanted: `the credit note to be ${wanted}`,
    ask,
    isThere: (stand) => stand === wanted,
    describe: (stand) => stand,
    deadline: stage.deadline,
  })
}
