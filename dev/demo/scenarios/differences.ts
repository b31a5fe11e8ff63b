import { recheck } from '../connect.ts'
import { DemoError } from '../http.ts'
import { Anything } from '../operator.ts'
import { readOrganization } from '../rillet-books.ts'
import { readAccount } from '../sequence-books.ts'
import type { Scenario, Subject } from '../stage.ts'
import { awaitInRillet, findInRillet } from './in-rillet.ts'

/** Voided on Sequence's side after it was booked; the sync deletes it in Rillet. */
export const voidInSequence: Scenario = async (stage, subject) => {
  const { id, account } = subject
  const { invoices } = await readAccount(stage.sequence, account.sequence.accountId)
  if (invoices.find((one) => one.id === id)?.status === 'VOIDED') return
  await awaitInRillet(stage, subject)
  await account.sequence.api.send({ method: 'POST', path: `/invoices/${id}/void` }, Anything)
}

const otherDueDate = '2027-03-31'

/** Somebody moves the due date on Rillet's page; a person has Sequence's written back. */
export const editInRillet: Scenario = async (stage, subject) => {
  const { id, invoice_date, due_date } = await awaitInRillet(stage, subject)
  const { organizationId } = subject.account.rillet
  if (due_date !== otherDueDate) {
    const form = { invoice_date, due_date: otherDueDate }
    await stage.rillet.submit(`/app/${organizationId}/invoices/${id}/dates`, form)
  }
  await subject.reach({ state: 'drift' })
  await ask(subject, 'push-ours', 'Sequence is right')
}

/** A line comes after the sync, which Rillet takes no update for: a person has it made again. */
export const changeAfterSync: Scenario = async (stage, subject) => {
  const { id, account } = subject
  const { accountId, api } = account.sequence
  const { invoices } = await readAccount(stage.sequence, accountId)
  if (invoices.find((one) => one.id === id)?.status !== 'FINAL') return
  const before = await awaitInRillet(stage, subject)
  const line = { title: 'Correction', quantity: '1', rate: '-50.00', taxRate: '0.2' }
  const path = `/_sandbox/accounts/${accountId}/invoices/${id}/line-items`
  await stage.sequence.send({ method: 'POST', path, body: line }, Anything)
  await api.send({ method: 'POST', path: `/invoices/${id}/send` }, Anything)
  await subject.reach({ state: 'drift' })
  await ask(subject, 'recreate', 'the amount changed')
  await subject.reach({ state: 'synced' })
  const after = await findInRillet(stage, subject)
  if (after === undefined || after.id === before.id) throw new Error('it was not made again')
}

/** The books are opened again once they held the invoice back; then "look again" is pressed. */
export const openPeriod: Scenario = async (stage, { invoice, account, reach }) => {
  const { organizationId } = account.rillet
  const { periods } = await readOrganization(stage.rillet, organizationId)
  if (periods.length > 0) {
    await reach(invoice.first)
    const path = `/_sandbox/organizations/${organizationId}/books/reopen`
    await stage.rillet.send({ method: 'POST', path }, Anything)
  }
  await recheck(account.operator)
}

/** Asked again, since the first answer came too late, it may be done already: what comes of it is looked at. */
async function ask({ id, account }: Subject, what: string, reason: string): Promise<void> {
  const call = { method: 'POST', path: `/invoices/${id}/${what}`, body: { reason } } as const
  try {
    await account.operator.send(call, Anything)
  } catch (error) {
    if (!(error instanceof DemoError) || !error.message.includes(' answers 409: ')) throw error
  }
}
